using System.Text.Json.Nodes;
using FitGlue.Server.Pages.Parts;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Pages;

public sealed class FormatTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(31 * 60, "31 min")]
    [InlineData(59 * 60 + 40, "1 h 00 min")]
    [InlineData(65 * 60, "1 h 05 min")]
    public void Durations_read_as_people_say_them(int seconds, string text) =>
        Format.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData(-30, "moments ago")]
    [InlineData(-240, "4 min ago")]
    [InlineData(7200, "in 2 h")]
    [InlineData(-3 * 86400, "1 May 2026, 12:00 UTC")]
    public void Instants_read_as_how_long_ago_they_are(int seconds, string text) =>
        Format.Relative(Now.AddSeconds(seconds), Now).ShouldBe(text);

    [Fact]
    public void A_share_is_never_rounded_up_to_all() => Format.Percent(0.999).ShouldBe("99 %");

    [Fact]
    public void Figures_are_rounded_for_the_eye_and_words_carry_no_quotes()
    {
        Format.Figure(JsonNode.Parse("94.67013888888889")).ShouldBe("94.67");
        Format.Figure(JsonValue.Create("continuous")).ShouldBe("continuous");
        Format.Figure((JsonNode?)null).ShouldBe("–");
    }
}
