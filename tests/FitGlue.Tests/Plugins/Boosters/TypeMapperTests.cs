using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.TypeMapper;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class TypeMapperConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddTypeMapper());

    protected override IReadOnlyList<string> MoreSettings => ["""{ "rules": "readiness > 75 -> yoga\ntitle contains x -> running" }"""];
}

public sealed class TypeMapperTests
{
    private static readonly Step Mapper = new(Step.Created(services => services.AddTypeMapper()));

    // Flaw of the original: rules in random order.
    [Fact]
    public void The_first_rule_that_holds_decides()
    {
        var step = Mapper.With(
            """{ "rules": "title contains dance -> dance\ntitle contains lift -> crossfit\nduration > 10 min -> hiit" }"""
        );

        var applied = step.Applied(Workouts.Strength);

        applied.Activity.Type.ShouldBe(Sports.Find("crossfit"));
        applied.Section.ShouldBeNull();
        applied.Metadata.ToJsonString().ShouldBe("""{"original":"strengthtraining","new":"crossfit","line":2}""");
    }

    // Flaw of the original: the title alone.
    [Theory]
    [InlineData("rawType = \\\"Aqua-Jogging\\\" -> water fitness")]
    [InlineData("type = other and duration > 20 min -> water fitness")]
    [InlineData("intensity = moderate -> aquafitness")]
    public void Looks_at_more_than_the_title(string rule)
    {
        var activity = Workouts.Of(1800) with { Type = Sport.Other, RawType = "aquaJogging", Title = "Workout" };

        Mapper.With($$"""{ "rules": "{{rule}}" }""").Applied(activity).Activity.Type.Key.ShouldBe("waterfitness");
    }

    [Theory]
    [InlineData("yoga", "title contains calm -> meditation", "meditation")]
    [InlineData("nap", "type = nap -> rest", "rest")]
    [InlineData("meditation", "type = meditation -> yoga", "yoga")]
    public void Names_the_kinds_of_sessions_on_both_sides(string from, string rule, string to) =>
        Mapper
            .With($$"""{ "rules": "{{rule}}" }""")
            .Applied(Workouts.Of(600) with { Type = Sports.FindKind(from)!, Title = "Calm hour" })
            .Activity.Type.ShouldBe(Sports.FindKind(to));

    // Flaw of the original: an unknown target was ignored.
    [Theory]
    [InlineData("title contains a -> runing", "Rules: line 1: “runing” is no kind of workout. Did you mean “running”?")]
    [InlineData("title contains a ->", "Rules: line 1: “” is no kind of workout.")]
    [InlineData("title contains a", "Rules: line 1: there is no “->” in it.")]
    [InlineData("titel contains a -> running", "Rules: line 1, character 1: “titel” is no field. Did you mean “title”?")]
    public void An_unknown_kind_is_refused_when_it_is_saved(string rule, string message) =>
        Mapper.With($$"""{ "rules": "{{rule}}" }""").Refused().ShouldStartWith(message);

    [Theory]
    [InlineData("""{}""", "There are no rules.")]
    [InlineData("""{ "rules": "title contains run -> running" }""", "No rule holds for this workout.")]
    [InlineData(
        """{ "rules": "title contains lift -> weightlifting" }""",
        "It is Strength training already, as “title contains \"lift\"” wants it."
    )]
    public void Says_why_it_changes_nothing(string settings, string reason) =>
        Mapper.With(settings).SkippedBy(Workouts.Strength).ShouldBe(reason);

    [Fact]
    public void An_arrow_in_a_title_is_a_part_of_it() =>
        Mapper
            .With("""{ "rules": "title contains \"a -> b\" -> running" }""")
            .Applied(Workouts.Strength with { Title = "From a -> b" })
            .Activity.Type.Key.ShouldBe("running");
}
