using CsCheck;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Expressions;

/// <summary>What holds for any template.</summary>
public sealed class TemplateLaws
{
    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "{{",
        "}}",
        "title",
        "{title}",
        "{date:d MMMM}",
        "{date:",
        ":",
        "0.0",
        "{calories:0.0}",
        "dddd",
        "{hr.max}",
        "%",
        "q",
        " ",
        "🏃",
    ];

    private static readonly BoosterInput Input = new(Workouts.Strength, null);

    [Fact]
    public void What_has_no_fault_can_be_filled_in() =>
        Gen.OneOf(Gen.OneOf(Pieces).Array[0, 12].Select(string.Concat), Gen.String)
            .Sample(
                template =>
                {
                    if (!Template.Faults(template).Any())
                    {
                        Template.Unknown(template, Input);
                        Template.Fill(template, Input).ShouldNotBeNull();
                    }
                },
                iter: 5_000
            );

    [Fact]
    public void Text_without_braces_stays_as_it_is() =>
        Gen.String.Where(text => !text.Contains('{') && !text.Contains('}')).Sample(text => Template.Fill(text, Input).ShouldBe(text));

    // So many ways to read it that trying all of them would take for ever.
    [Fact]
    public void A_long_format_is_judged_at_once() =>
        Template.Faults($"{{date:{new string('d', 39)}!}}").ShouldHaveSingleItem().ShouldContain("is no format for “date”");
}
