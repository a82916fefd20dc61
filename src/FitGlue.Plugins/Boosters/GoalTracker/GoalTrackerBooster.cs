using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Training;
using FitGlue.Plugins.Expressions;
using FitGlue.Plugins.Histories;
using FitGlue.Plugins.Wording;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.GoalTracker;

/// <summary>How far a goal of a week, month or year has come. It adds up what was done; it keeps no sum of its own.</summary>
internal sealed class GoalTrackerBooster : Booster<GoalTrackerSettings>
{
    private const int LongestMonth = 31;
    private const int LongestYear = 366;

    public override BoosterInfo Info { get; } =
        new("goal-tracker", "Goal Tracker", Tier.Hobbyist, "How far you have come with a goal of the week, the month or the year.");

    protected override BoosterNeeds Needs(GoalTrackerSettings settings) =>
        new()
        {
            HistoryDays = settings.Period switch
            {
                GoalPeriod.Week => 6,
                GoalPeriod.Month => LongestMonth - 1,
                _ => LongestYear - 1,
            },
            HistoryHeartRate = settings.Metric is GoalMetric.ZoneMinutes,
            ReadsAthlete = settings.Metric is GoalMetric.ZoneMinutes,
        };

    protected override IEnumerable<Remark> Remarks(Outlook outlook, GoalTrackerSettings settings) =>
        settings is { Metric: GoalMetric.Distance, Estimates: EstimatedDistances.LeaveOut }
        && !outlook.Brings(ActivityData.MeasuredDistance)
            ? [new(true, $"Distances of {outlook.Source.Name} are all estimates, and this goal leaves estimates out.")]
        : settings.Metric is GoalMetric.ZoneMinutes ? HeartRateWords.Remarks(outlook)
        : [];

    protected override Boost Apply(BoosterInput input, GoalTrackerSettings settings)
    {
        if (!input.Activity.IsOneOf(WordList.KindsOf(settings.Sports)))
        {
            return new Boost.Skipped($"{input.Activity.Type.Name} does not count for this goal.");
        }

        return GoalProgress.Of(input, settings) is { } progress
            ? new Boost.Applied(input.Activity, GoalText.Of(progress, settings), MetadataOf(progress))
            : new Boost.Skipped(WhyNot(input, settings));
    }

    private static string WhyNot(BoosterInput input, GoalTrackerSettings settings) =>
        settings.Metric is GoalMetric.Calories ? "The calories of this workout are not known."
        : settings.Metric is GoalMetric.ZoneMinutes
            ? MaxHeartRate.Of(input.Athlete, input.Activity.LocalDate) is null ? HeartRateWords.MissingProfile
                : "The heart rate of this workout is missing, or too sparse to tell of zones."
        : input.Activity.DistanceMeters is null ? "The distance of this workout is not known."
        : "The distance of this workout is an estimate, and this goal leaves estimates out.";

    private static JsonObject MetadataOf(GoalProgress progress) =>
        new()
        {
            ["from"] = progress.Period.First.ToString("O"),
            ["to"] = progress.Period.Last.ToString("O"),
            ["sum"] = progress.Sum,
            ["target"] = progress.Target,
            ["estimated"] = progress.Estimated,
            ["added"] = progress.Added,
            ["projected"] = progress.Projected,
        };
}

public static class GoalTrackerRegistration
{
    public static IServiceCollection AddGoalTracker(this IServiceCollection services) =>
        services.AddSingleton<IBooster, GoalTrackerBooster>();
}
