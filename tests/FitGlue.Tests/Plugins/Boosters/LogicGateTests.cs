using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.LogicGate;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class LogicGateConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddLogicGate());

    protected override IReadOnlyList<string> MoreSettings =>
        [
            """{ "rules": "time.end in 22:00..06:00\nweekday in fri..mon", "mode": "any" }""",
            """{ "rules": "readiness >= 70\nhr.coverage > 50 %" }""",
        ];
}

public sealed class LogicGateTests
{
    private const string Both = "title contains lift\\nduration > 40 min";
    private const string One = "type = running\\nduration > 40 min";
    private const string Neither = "type = running\\nduration > 2 h";

    private static readonly Step Gate = new(Step.Created(services => services.AddLogicGate()));

    private static readonly Activity Lifting = Workouts.Strength;

    [Theory]
    [InlineData("all", Both, true)]
    [InlineData("all", One, false)]
    [InlineData("all", Neither, false)]
    [InlineData("any", Both, true)]
    [InlineData("any", One, true)]
    [InlineData("any", Neither, false)]
    [InlineData("none", Both, false)]
    [InlineData("none", One, false)]
    [InlineData("none", Neither, true)]
    public void Goes_on_or_halts_by_its_mode(string mode, string rules, bool fits)
    {
        var step = Gate.With($$"""{ "mode": "{{mode}}", "rules": "{{rules}}" }""");
        var turned = Gate.With($$"""{ "mode": "{{mode}}", "rules": "{{rules}}", "onMatch": "halt", "onNoMatch": "continue" }""");

        (step.Apply(Lifting) is Boost.Applied).ShouldBe(fits);
        (turned.Apply(Lifting) is Boost.Halted).ShouldBe(fits);
    }

    // Flaw of the original: no reason.
    [Theory]
    [InlineData("all", One, "The gate wants all rules to hold: “type = running” does not hold.")]
    [InlineData("any", Neither, "The gate wants one rule to hold: “type = running” does not hold; “duration > 2 h” does not hold.")]
    [InlineData("none", One, "The gate wants no rule to hold: “duration > 40 min” does.")]
    [InlineData(
        "all",
        "hr.max > 1\\nreadiness > 5",
        "The gate wants all rules to hold: “readiness > 5” cannot be told, because readiness is not known."
    )]
    public void Halting_names_the_rule(string mode, string rules, string reason) =>
        Gate.With($$"""{ "mode": "{{mode}}", "rules": "{{rules}}" }""").HaltedBy(Lifting).ShouldBe(reason);

    // Flaw of the original: all of no rules hold.
    [Fact]
    public void Without_rules_it_decides_nothing()
    {
        Gate.SkippedBy(Lifting).ShouldBe("The gate has no rules.");
        Gate.With("""{ "mode": "all", "rules": "\n# type = running\n", "onMatch": "halt" }""")
            .SkippedBy(Lifting)
            .ShouldBe("The gate has no rules.");
    }

    // Flaw of the original: a broken rule was false, and its negation true.
    [Theory]
    [InlineData("not type = runing", "Rules: line 1, character 12: “runing” is no kind of workout. Did you mean “running”?")]
    [InlineData("not time >= 7:61", "Rules: line 1, character 13: 7:61 is no time of day: it runs from 00:00 to 23:59.")]
    public void A_broken_rule_is_never_saved(string rules, string message) =>
        Gate.With($$"""{ "rules": "{{rules}}" }""").Refused().ShouldBe(message);

    [Theory]
    [InlineData("not readiness > 5")]
    [InlineData("readiness not in 5..90")]
    public void Not_makes_nothing_true_of_what_is_not_known(string rule) =>
        Gate.With($$"""{ "rules": "{{rule}}" }""").Apply(Lifting).ShouldBeOfType<Boost.Halted>();

    // Flaw: what cannot be told was taken for what does not hold, so that mode none went on where “not” halts.
    [Fact]
    public void What_cannot_be_told_might_be_the_rule_that_none_may_hold()
    {
        var none = Gate.With("""{ "mode": "none", "rules": "type = running\nreadiness < 60" }""");

        none.HaltedBy(Lifting).ShouldBe("The gate wants no rule to hold: “readiness < 60” cannot be told, because readiness is not known.");
        Gate.With("""{ "mode": "all", "rules": "not type = running\nnot readiness < 60" }""").Apply(Lifting).ShouldBeOfType<Boost.Halted>();
        Gate.With("""{ "mode": "none", "rules": "readiness < 60\ntype = strengthtraining" }""")
            .HaltedBy(Lifting)
            .ShouldBe("The gate wants no rule to hold: “type = strengthtraining” does.");
    }

    // Flaw of the original: the first of several values only.
    [Fact]
    public void The_end_of_a_workout_is_not_its_start()
    {
        var late = Days.On(Days.Monday, hour: 21.5, minutes: 60);

        Gate.With("""{ "rules": "time.end >= 22:00" }""").Apply(late).ShouldBeOfType<Boost.Applied>();
        Gate.With("""{ "rules": "time >= 22:00" }""").Apply(late).ShouldBeOfType<Boost.Halted>();
    }

    [Fact]
    public void All_values_of_a_list_count() =>
        Gate.With("""{ "rules": "type in (running, walking, strengthtraining)" }""").Apply(Lifting).ShouldBeOfType<Boost.Applied>();

    [Fact]
    public void Has_at_most_fifty_rules()
    {
        var rules = string.Join("\\n", Enumerable.Repeat("type = running", 51));

        Gate.With($$"""{ "rules": "{{rules}}" }""").Refused().ShouldBe("Rules: There are 51 rules; 50 are the most.");
    }

    // A form sends them like this.
    [Fact]
    public void Lines_may_end_as_forms_end_them() =>
        Gate.With("""{ "rules": "type = strengthtraining\r\nduration > 40 min\r\n" }""").Apply(Lifting).ShouldBeOfType<Boost.Applied>();
}
