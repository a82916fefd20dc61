using CsCheck;
using FitGlue.Engine.Runs;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

public sealed class DescriptionTests
{
    [Theory]
    [InlineData(null, "a|bb|", "a\n\nbb")]
    [InlineData(" mine \n", "\n a \n", "mine\n\na")]
    [InlineData("mine", "||", "mine")]
    [InlineData(" ", "", null)]
    public void Sections_are_trimmed_and_joined_by_one_blank_line(string? original, string sections, string? text) =>
        Description.Of(original, Reports(sections)).Text.ShouldBe(text);

    [Fact]
    public void A_target_may_do_without_a_section()
    {
        var description = Description.Of("mine", Reports("a|b|c"), ["step-1"]);

        description.Text.ShouldBe("mine\n\na\n\nc");
        description.LeftOut.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(14, "mine\n\nbb\n\ncccc", "")]
    [InlineData(13, "mine\n\nbb", "step-1")]
    [InlineData(8, "mine\n\nbb", "step-1")]
    [InlineData(7, "mine", "step-0 step-1")]
    [InlineData(3, null, "original step-0 step-1")]
    [InlineData(0, null, "original step-0 step-1")]
    public void Whole_sections_go_from_the_end(int longest, string? text, string leftOut)
    {
        var description = Description.Of("mine", Reports("bb|cccc"), longest: longest);

        description.Text.ShouldBe(text);
        string.Join(' ', description.LeftOut).ShouldBe(leftOut);
    }

    [Fact]
    public void It_fits_and_is_a_beginning_of_the_whole() =>
        Gen.Select(Gen.String.Array[0, 6], Gen.Int[0, 60])
            .Sample(
                (texts, longest) =>
                {
                    BoosterReport[] reports = [.. texts.Select((text, i) => Report(i, text))];
                    var (all, cut) = (Description.Of(null, reports).Text ?? "", Description.Of(null, reports, longest: longest));

                    (cut.Text ?? "").Length.ShouldBeLessThanOrEqualTo(longest);
                    all.StartsWith(cut.Text ?? "", StringComparison.Ordinal).ShouldBeTrue();
                    (cut.LeftOut.Count == 0).ShouldBe(all.Length <= longest);
                }
            );

    private static IEnumerable<BoosterReport> Reports(string sections) => sections.Split('|').Select((text, i) => Report(i, text));

    private static BoosterReport Report(int index, string? section) => new($"step-{index}", "applied", null, 0, null, section);
}
