using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.AutoIncrement;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class AutoIncrementConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddAutoIncrement());

    protected override IReadOnlyList<string> MoreSettings => ["""{ "when": "type = \"strength training\"" }"""];
}

public sealed class AutoIncrementTests
{
    private static readonly Step Counter = new(Step.Created(services => services.AddAutoIncrement()));

    [Fact]
    public void Puts_the_number_behind_the_title()
    {
        var applied = Counter.Run(Numbered(12)).ShouldBeOfType<Boost.Applied>();

        applied.Activity.Title.ShouldBe("Evening lifting (#12)");
        applied.Section.ShouldBeNull();
        applied.Metadata.ToJsonString().ShouldBe("""{"counter":"workouts","number":12}""");
    }

    // Flaw of the original: posting again counted again.
    [Fact]
    public void The_same_number_gives_the_same_title() =>
        Counter
            .Run(Numbered(12))
            .ShouldBeOfType<Boost.Applied>()
            .Activity.Title.ShouldBe(Counter.Run(Numbered(12)).ShouldBeOfType<Boost.Applied>().Activity.Title);

    [Fact]
    public void A_title_that_has_its_number_gets_no_second_one() =>
        Counter
            .Run(Numbered(12) with { Activity = Workouts.Strength with { Title = "Parkrun (#12) " } })
            .ShouldBeOfType<Boost.Applied>()
            .Activity.Title.ShouldBe("Parkrun (#12)");

    // Flaw of the original: title words alone, in random order.
    [Fact]
    public void Counts_what_its_rules_say()
    {
        var step = Counter.With("""{ "counter": "parkrun", "when": "type = running\nweekday = sat and time in 08:30..10:00" }""");

        step.Needs().Counter.ShouldBe("parkrun");
        step.Run(Numbered(12)).ShouldBe(new Boost.Skipped("The rule “type = running” does not hold."));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("duration > 1 min", false)]
    [InlineData("type != running", false)]
    [InlineData("type in (meditation, nap)", true)]
    public void A_session_is_counted_only_where_a_rule_names_its_kind(string rule, bool counted)
    {
        var step = Counter.With($$"""{ "when": "{{rule}}" }""");
        var boost = step.Run(Numbered(12) with { Activity = Workouts.Strength with { Type = Sports.FindKind("meditation")! } });

        if (counted)
        {
            boost.ShouldBeOfType<Boost.Applied>().Activity.Title.ShouldBe("Evening lifting (#12)");
        }
        else
        {
            boost.ShouldBe(
                new Boost.Skipped("It is a session, not a workout: it is counted where a rule names its kind, as in type = meditation.")
            );
        }
    }

    [Fact]
    public void Makes_up_no_number() => Counter.SkippedBy(Workouts.Strength).ShouldBe("It has no number in the counter “workouts”.");

    [Fact]
    public void Refuses_settings_that_make_no_sense()
    {
        Counter.With("""{ "counter": "My runs" }""").Refused().ShouldStartWith("A counter is named with small letters");
        Counter.With("""{ "when": "titel = a" }""").Refused().ShouldStartWith("Rules: line 1, character 1: “titel” is no field.");
    }

    private static BoosterInput Numbered(int number) => new(Workouts.Strength, null) { Number = number };
}
