using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;
using FitGlue.Plugins.Boosters.ConditionMatcher;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class ConditionMatcherConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddConditionMatcher());

    protected override IReadOnlyList<string> MoreSettings =>
        [
            """{ "when": "duration >= 0 s", "title": "{weekday} {title}", "description": "{description} {distance} {calories:0.0} {hr.average} {readiness}", "tags": "{type}, x" }""",
            """{ "when": "readiness > 1", "type": "yoga", "tags": "a,b" }""",
        ];
}

public sealed class ConditionMatcherTests
{
    private static readonly Step Matcher = new(Step.Created(services => services.AddConditionMatcher()));

    private static readonly Activity Lifting = Workouts.Strength with { Tags = ["gym"] };

    [Fact]
    public void Changes_what_fits()
    {
        var applied = Matcher
            .With(
                """{ "when": "weekday = mon\ntime in 18:00..19:00", "title": "{weekday} {type}", "description": "{duration} at {time}", "type": "crossfit", "tags": "gym, {intensity}" }"""
            )
            .Applied(Lifting);

        applied.Activity.Title.ShouldBe("Monday Strength training");
        applied.Activity.Type.Key.ShouldBe("crossfit");
        applied.Activity.Tags.ShouldBe(["gym", "moderate"]);
        applied.Section.ShouldBe("47 min at 18:02");
        applied.Metadata.ToJsonString().ShouldBe("""{"title":"Monday Strength training","type":"crossfit"}""");
    }

    [Fact]
    public void Leaves_what_it_is_not_asked_to_change()
    {
        var applied = Matcher.With("""{ "when": "weekday = mon", "tags": "evening" }""").Applied(Lifting);

        applied.Section.ShouldBeNull();
        applied.Activity.ShouldBe(Lifting with { Tags = applied.Activity.Tags });
        applied.Activity.Tags.ShouldBe(["gym", "evening"]);
    }

    [Theory]
    [InlineData("""{ "when": "weekday = tue", "title": "x" }""", "The rule “weekday = tue” does not hold.")]
    [InlineData(
        """{ "when": "weekday = mon\nreadiness > 9", "title": "x" }""",
        "The rule “readiness > 9” cannot be told, because readiness is not known."
    )]
    [InlineData("""{ "title": "x" }""", "There are no rules.")]
    [InlineData("""{ "when": "weekday = mon", "title": "{distance}" }""", "The text needs “distance”, which is not known of this workout.")]
    public void Says_why_it_changes_nothing(string settings, string reason) => Matcher.With(settings).SkippedBy(Lifting).ShouldBe(reason);

    // Flaw of the original: a template without placeholders.
    [Theory]
    [InlineData("{title} {type} {rawType} {source}", "Evening lifting Strength training strength_training oura")]
    [InlineData("{detection} {intensity} {tags}", "confirmed moderate gym")]
    [InlineData("{date} {date:d MMMM} {time:HH.mm} {weekday:ddd}", "2026-10-05 5 October 18.02 Mon")]
    [InlineData("{calories} {calories:0.0} {hr.average} {hr.max} {hr.min} {hr.coverage}", "312 312.4 138 151 84 100")]
    [InlineData("{readiness} {{braces}}", "81 {braces}")]
    public void Fills_placeholders(string template, string text)
    {
        var input = new BoosterInput(Lifting, null) { Days = [new DayRecord.Readiness(Lifting.LocalDate, 81, null)] };

        Matcher
            .With($$"""{ "when": "weekday = mon", "title": "{{template}}" }""")
            .Run(input)
            .ShouldBeOfType<Boost.Applied>()
            .Activity.Title.ShouldBe(text);
    }

    [Theory]
    [InlineData(true, "≈5.20 km")]
    [InlineData(false, "5.20 km")]
    public void An_estimated_distance_is_marked(bool estimated, string text) =>
        Matcher
            .With("""{ "when": "weekday = mon", "title": "{distance}" }""")
            .Applied(Lifting with { DistanceMeters = 5200, DistanceEstimated = estimated })
            .Activity.Title.ShouldBe(text);

    [Theory]
    [InlineData("""{ "title": "{titel}" }""", "Title, character 1: “titel” is no placeholder. Did you mean “title”? There are: title,")]
    [InlineData("""{ "description": "a {" }""", "Description, character 3: a brace stands alone.")]
    [InlineData("""{ "tags": "{date:%q}" }""", "Tags, character 1: “%q” is no format for “date”.")]
    [InlineData("""{ "title": "{title:0}" }""", "Title, character 1: “0” is no format for “title”.")]
    [InlineData("""{ "type": "runing" }""", "Kind: “runing” is no kind of workout. Did you mean “running”?")]
    [InlineData("""{ "when": "weekday" }""", "Rules: line 1, character 8: ")]
    public void Refuses_settings_that_make_no_sense(string settings, string message) =>
        Matcher.With(settings).Refused().ShouldStartWith(message);

    // Flaws of the original: weekday and time in UTC, no window across midnight.
    [Fact]
    public void Weekday_and_time_are_those_of_the_place_and_windows_cross_midnight()
    {
        var start = new DateTimeOffset(2026, 10, 5, 0, 30, 0, TimeSpan.FromHours(3));
        var night = Lifting with { StartTime = start, EndTime = start.AddHours(1) };

        Matcher
            .With("""{ "when": "weekday = mon and time in 22:00..06:00", "title": "Night owl" }""")
            .Applied(night)
            .Activity.Title.ShouldBe("Night owl");
    }

    [Fact]
    public void Needs_the_day_for_readiness_alone()
    {
        Matcher.With("""{ "when": "weekday = mon", "title": "{Readiness}" }""").Needs().DayRecordDays.ShouldBe(1);
        Matcher.With("""{ "when": "readiness > 9" }""").Needs().DayRecordDays.ShouldBe(1);
        Matcher.Needs().ShouldBe(BoosterNeeds.Nothing);
    }

    [Theory]
    [InlineData(255, 0, "")]
    [InlineData(257, 1, "…")]
    [InlineData(4000, 1, "…")]
    public void A_title_that_never_ends_is_cut(int length, int cut, string end)
    {
        var title = Titled(string.Join(' ', Enumerable.Repeat("day", (length / 4) + 1))[..length]);

        title.Length.ShouldBeInRange(250, 255);
        title.ShouldEndWith($"day{end}");
        title.Count(sign => sign == '…').ShouldBe(cut);
    }

    [Fact]
    public void A_title_of_one_endless_word_is_cut_between_whole_signs()
    {
        var title = Titled("a " + string.Concat(Enumerable.Repeat("👩‍🚀", 100)));

        title.Length.ShouldBe(2 + (50 * 5) + 1);
        title.ShouldEndWith("👩‍🚀…");
        Titled(new string('x', 300)).ShouldBe(new string('x', 254) + "…");
    }

    // The original had a location radius of 200 m.
    [Fact]
    public void Names_what_started_near_a_place()
    {
        var step = Matcher.With("""{ "when": "near(52.52, 13.405, 200)", "title": "From home" }""");
        var home = new RecordedPoint(Lifting.StartTime) { Position = new(52.5215, 13.405) };

        step.Applied(Lifting with { Recording = new() { Points = [home] } }).Activity.Title.ShouldBe("From home");
        step.SkippedBy(Lifting).ShouldBe("The rule “near(52.52, 13.405, 200 m)” cannot be told, because position is not known.");
        Matcher
            .With("""{ "when": "near(92, 13.405, 200)" }""")
            .Refused()
            .ShouldBe("Rules: line 1, character 6: 92 is no latitude: it runs from -90 to 90.");
    }

    private static string Titled(string original) =>
        Matcher.With("""{ "when": "weekday = mon", "title": "{title}" }""").Applied(Lifting with { Title = original }).Activity.Title;
}
