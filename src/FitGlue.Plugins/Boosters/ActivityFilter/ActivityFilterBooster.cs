using FitGlue.Core;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.ActivityFilter;

/// <summary>Ends the run of a workout that is not wanted. Not optional: a filter that fails must let nothing through.</summary>
internal sealed class ActivityFilterBooster : Booster<ActivityFilterSettings>
{
    public override BoosterInfo Info { get; } =
        new(
            "activity-filter",
            "Activity Filter",
            Tier.Hobbyist,
            "Holds back workouts by kind, title, length, calories, heart rate or a rule of your own.",
            Optional: false
        );

    protected override BoosterNeeds Needs(ActivityFilterSettings settings) =>
        Field.NeedsOf(
            ActivityFilterRules.Excluding(settings).Concat(ActivityFilterRules.Including(settings)).SelectMany(rule => rule.Fields)
        );

    protected override IEnumerable<Remark> Remarks(Outlook outlook, ActivityFilterSettings settings) =>
        Field.Remarks(
            ActivityFilterRules.Excluding(settings).Concat(ActivityFilterRules.Including(settings)).SelectMany(rule => rule.Fields),
            outlook
        );

    protected override Boost Apply(BoosterInput input, ActivityFilterSettings settings)
    {
        if (ActivityFilterRules.Excluding(settings).FirstOrDefault(rule => rule.Holds(input)) is { } unwanted)
        {
            return new Boost.Halted($"The filter holds back what fits “{unwanted}”.");
        }

        var missing = ActivityFilterRules.Including(settings).FirstOrDefault(rule => !rule.Holds(input));
        return missing is null
            ? new Boost.Applied(input.Activity, null, [])
            : new Boost.Halted($"The filter takes only what fits: {new RuleLine(0, missing, null).WhyNot(input)}.");
    }
}

public static class ActivityFilterRegistration
{
    public static IServiceCollection AddActivityFilter(this IServiceCollection services) =>
        services.AddSingleton<IBooster, ActivityFilterBooster>();
}
