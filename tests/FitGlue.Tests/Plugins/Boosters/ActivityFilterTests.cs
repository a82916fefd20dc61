using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.ActivityFilter;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class ActivityFilterConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddActivityFilter());

    protected override IReadOnlyList<string> MoreSettings =>
        [
            """{ "exclude": "time in 22:00..06:00\nhr.average > 150", "include": "duration >= 1 min", "excludeTypes": "walking", "includeTitles": "lift" }""",
            """{ "include": "readiness > 75 or calories is unknown" }""",
        ];
}

public sealed class ActivityFilterTests
{
    private static readonly Step Filter = new(Step.Created(services => services.AddActivityFilter()));

    private static readonly Activity Lifting = Workouts.Strength;

    [Fact]
    public void Lets_everything_through_as_it_is() => Filter.Apply(Lifting).ShouldBeOfType<Boost.Applied>().Activity.ShouldBe(Lifting);

    [Theory]
    [InlineData(
        """{ "excludeTypes": "walking, meditation, weightlifting" }""",
        "The filter holds back what fits “type in (walking, meditation, strengthtraining)”."
    )]
    [InlineData("""{ "excludeTitles": "run, LIFT" }""", "The filter holds back what fits “title contains (\"run\", \"LIFT\")”.")]
    [InlineData("""{ "minimumMinutes": 48 }""", "The filter holds back what fits “duration < 48 min”.")]
    [InlineData("""{ "maximumMinutes": 47 }""", "The filter holds back what fits “duration > 47 min”.")]
    [InlineData("""{ "minimumCalories": 313 }""", "The filter holds back what fits “calories < 313 kcal”.")]
    [InlineData("""{ "exclude": "type = running\ntime in 18:00..19:00" }""", "The filter holds back what fits “time in 18:00..19:00”.")]
    [InlineData("""{ "includeTypes": "running" }""", "The filter takes only what fits: “type in running” does not hold.")]
    [InlineData("""{ "includeTitles": "run" }""", "The filter takes only what fits: “title contains \"run\"” does not hold.")]
    [InlineData(
        """{ "include": "type = strengthtraining\nintensity = hard" }""",
        "The filter takes only what fits: “intensity = hard” does not hold."
    )]
    public void Says_what_held_it_back(string settings, string reason) => Filter.With(settings).HaltedBy(Lifting).ShouldBe(reason);

    [Theory]
    [InlineData("""{ "includeTypes": "strength training", "includeTitles": "lift", "minimumMinutes": 47, "maximumMinutes": 48 }""")]
    [InlineData("""{ "minimumCalories": 312, "minimumCoverage": 100 }""")]
    [InlineData("""{ "exclude": "# nothing\n\n", "include": "detection = confirmed and intensity >= moderate" }""")]
    public void Lets_through_what_fits(string settings) => Filter.With(settings).Apply(Lifting).ShouldBeOfType<Boost.Applied>();

    [Fact]
    public void Holds_nothing_against_what_is_not_known() =>
        Filter.With("""{ "minimumCalories": 500 }""").Apply(Lifting with { Calories = null }).ShouldBeOfType<Boost.Applied>();

    [Fact]
    public void Says_that_it_could_not_tell() =>
        Filter
            .With("""{ "include": "hr.average > 100 and readiness > 70" }""")
            .HaltedBy(Workouts.Of(600))
            .ShouldBe(
                "The filter takes only what fits: “hr.average > 100 bpm and readiness > 70” cannot be told, because hr.average and readiness are not known."
            );

    [Theory]
    [InlineData("""{ "excludeTypes": "walkin" }""", "Hold back these kinds: “walkin” is no kind of workout. Did you mean “walking”?")]
    [InlineData(
        """{ "exclude": "type = running\n\nduration < 5" }""",
        "Hold back by rule: line 3, character 13: The rule ends where there should be a unit: a duration such as 30 min or 1 h 30 min."
    )]
    [InlineData("""{ "minimumMinutes": 30, "maximumMinutes": 20 }""", "The longest workout is shorter than the shortest.")]
    public void Refuses_settings_that_make_no_sense(string settings, string message) => Filter.With(settings).Refused().ShouldBe(message);

    // Flaw of the original: 13 kinds and no length.
    [Fact]
    public void Knows_every_kind()
    {
        foreach (var sport in Sports.All)
        {
            Filter.With($$"""{ "excludeTypes": "{{sport.Key}}" }""").HaltedBy(Lifting with { Type = sport }).ShouldEndWith(".");
        }
    }

    [Fact]
    public void A_failure_must_not_let_anything_through() => Filter.Booster.Info.Optional.ShouldBeFalse();

    [Fact]
    public void Needs_the_day_for_readiness_alone()
    {
        Filter.With("""{ "exclude": "readiness < 60" }""").Needs().DayRecordDays.ShouldBe(1);
        Filter.Needs().ShouldBe(BoosterNeeds.Nothing);
    }
}
