using FitGlue.Server.Pipelines;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Pipelines;

public sealed class LineDiffTests
{
    [Fact]
    public void Says_what_went_what_stayed_and_what_came() =>
        Written("Morning ride\n\nHeart rate: 120\nCalories: 300", "Morning ride\n\nHeart rate: 125\nCalories: 300\nStreak: 3")
            .ShouldBe("  Morning ride|  |- Heart rate: 120|+ Heart rate: 125|  Calories: 300|+ Streak: 3");

    [Theory]
    [InlineData(null, "a", "+ a")]
    [InlineData("a", "", "- a")]
    [InlineData(null, null, "")]
    [InlineData("a\r\nb", "a\nb", "  a|  b")]
    public void Takes_what_is_not_there_for_no_line(string? before, string? after, string expected) =>
        Written(before, after).ShouldBe(expected);

    // Law: without what came it is the old text, without what went the new one.
    [Fact]
    public void Has_both_texts_in_it()
    {
        var draw = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var (before, after) = (Text(draw), Text(draw));

            var diff = LineDiff.Of(before, after);

            Without(diff, LineChange.Added).ShouldBe(before);
            Without(diff, LineChange.Removed).ShouldBe(after);
        }
    }

    [Fact]
    public void Ends_soon_for_texts_without_end()
    {
        var diff = LineDiff.Of(string.Join('\n', Enumerable.Range(0, 20_000)), string.Join('\n', Enumerable.Range(1, 20_000)));

        diff.Count.ShouldBe(40_000);
    }

    private static string Written(string? before, string? after) =>
        string.Join('|', LineDiff.Of(before, after).Select(line => $"{DryRunText.SignOf(line.Change)} {line.Text}"));

    private static string Text(Random draw) => string.Join('\n', Enumerable.Range(0, 1 + draw.Next(8)).Select(_ => $"line {draw.Next(4)}"));

    private static string Without(IEnumerable<DiffLine> diff, LineChange change) =>
        string.Join('\n', diff.Where(line => line.Change != change).Select(line => line.Text));
}
