using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.AutoIncrement;

/// <summary>Puts the number of the workout behind its title. The number was given once and stays; the booster counts nothing itself.</summary>
internal sealed class AutoIncrementBooster : Booster<AutoIncrementSettings>
{
    public override BoosterInfo Info { get; } =
        new("auto-increment", "Auto Increment", Tier.Hobbyist, "Numbers workouts in their title: “Parkrun (#12)”.");

    protected override BoosterNeeds Needs(AutoIncrementSettings settings) =>
        Field.NeedsOf(RuleLines.Of(settings.When).SelectMany(line => line.Rule.Fields)) with
        {
            Counter = settings.Counter,
        };

    protected override IEnumerable<Remark> Remarks(Outlook outlook, AutoIncrementSettings settings) =>
        Field.Remarks(RuleLines.Of(settings.When).SelectMany(line => line.Rule.Fields), outlook);

    protected override Boost Apply(BoosterInput input, AutoIncrementSettings settings)
    {
        var (rules, kind) = (RuleLines.Of(settings.When), input.Activity.Type);
        if (rules.FirstOrDefault(rule => !rule.Rule.Holds(input)) is { } missing)
        {
            return new Boost.Skipped($"The rule {missing.WhyNot(input)}.");
        }

        if (!kind.IsWorkout && !rules.Any(rule => rule.Rule.Names(kind)))
        {
            return new Boost.Skipped(
                $"It is a session, not a workout: it is counted where a rule names its kind, as in type = {kind.Key}."
            );
        }

        if (input.Number is not { } number)
        {
            return new Boost.Skipped($"It has no number in the counter “{settings.Counter}”.");
        }

        var suffix = $" (#{number})";
        var title = input.Activity.Title.TrimEnd();
        return new Boost.Applied(
            input.Activity with
            {
                Title = title.EndsWith(suffix, StringComparison.Ordinal) ? title : (title + suffix).TrimStart(),
            },
            null,
            new JsonObject { ["counter"] = settings.Counter, ["number"] = number }
        );
    }
}

public static class AutoIncrementRegistration
{
    public static IServiceCollection AddAutoIncrement(this IServiceCollection services) =>
        services.AddSingleton<IBooster, AutoIncrementBooster>();
}
