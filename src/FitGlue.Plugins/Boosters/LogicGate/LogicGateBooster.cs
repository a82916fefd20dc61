using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.LogicGate;

/// <summary>Lets a workout go on or ends its run. Not optional: a gate that fails must let nothing through.</summary>
internal sealed class LogicGateBooster : Booster<LogicGateSettings>
{
    public override BoosterInfo Info { get; } =
        new(
            "logic-gate",
            "Logic Gate",
            Tier.Hobbyist,
            "Lets a workout go on, or ends its run, by whether all, any or none of your rules hold.",
            Optional: false
        );

    protected override BoosterNeeds Needs(LogicGateSettings settings) =>
        Field.NeedsOf(RuleLines.Of(settings.Rules).SelectMany(line => line.Rule.Fields));

    protected override IEnumerable<Remark> Remarks(Outlook outlook, LogicGateSettings settings) =>
        Field.Remarks(RuleLines.Of(settings.Rules).SelectMany(line => line.Rule.Fields), outlook);

    protected override Boost Apply(BoosterInput input, LogicGateSettings settings)
    {
        var rules = RuleLines.Of(settings.Rules);
        if (rules is [])
        {
            return new Boost.Skipped("The gate has no rules.");
        }

        var (fits, why) = Judge(rules, settings.Mode, input);
        return (fits ? settings.OnMatch : settings.OnNoMatch) is GateStep.Halt
            ? new Boost.Halted(why)
            : new Boost.Applied(input.Activity, null, new JsonObject { ["matched"] = fits, ["why"] = why });
    }

    private static (bool Fits, string Why) Judge(IReadOnlyList<RuleLine> rules, GateMode mode, BoosterInput input)
    {
        var holding = rules.FirstOrDefault(rule => rule.Rule.Holds(input));
        var failing = rules.FirstOrDefault(rule => !rule.Rule.Holds(input));
        return mode switch
        {
            GateMode.All => failing is null
                ? (true, $"All rules of the gate hold: {Texts(rules)}.")
                : (false, $"The gate wants all rules to hold: {failing.WhyNot(input)}."),
            GateMode.Any => holding is not null
                ? (true, $"A rule of the gate holds: “{holding.Rule}”.")
                : (false, $"The gate wants one rule to hold: {string.Join("; ", rules.Select(rule => rule.WhyNot(input)))}."),
            _ when holding is not null => (false, $"The gate wants no rule to hold: “{holding.Rule}” does."),
            // What cannot be told might hold.
            _ => rules.FirstOrDefault(rule => rule.Rule.Ask(input) is null) is { } unknown
                ? (false, $"The gate wants no rule to hold: {unknown.WhyNot(input)}.")
                : (true, $"No rule of the gate holds: {Texts(rules)}."),
        };
    }

    private static string Texts(IReadOnlyList<RuleLine> rules) => string.Join(", ", rules.Select(rule => $"“{rule.Rule}”"));
}

public static class LogicGateRegistration
{
    public static IServiceCollection AddLogicGate(this IServiceCollection services) => services.AddSingleton<IBooster, LogicGateBooster>();
}
