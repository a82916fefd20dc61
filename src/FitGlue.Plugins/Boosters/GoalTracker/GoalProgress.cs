using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Training;
using FitGlue.Plugins.Expressions;
using FitGlue.Plugins.Histories;

namespace FitGlue.Plugins.Boosters.GoalTracker;

/// <summary>How far the period has come with a workout; all by local dates, nothing by the clock.</summary>
/// <param name="Sum">With this workout.</param>
/// <param name="Estimated">The part of the sum that is an estimate.</param>
/// <param name="Added">By this workout.</param>
/// <param name="DaysLeft">Of the period, after the day of the workout.</param>
internal sealed record GoalProgress(Period Period, double Target, double Sum, double Estimated, double Added, int DaysLeft)
{
    // Ten times 0.1 is a little less than 1.
    private const double Dust = 1e-9;

    public bool IsReached => Sum >= Target * (1 - Dust);

    public double Missing => (double)Math.Max(0, (decimal)Target - (decimal)Sum);

    /// <summary>What the period comes to at the pace of its days so far.</summary>
    public double Projected => Sum / (Period.Days - DaysLeft) * Period.Days;

    /// <summary>Null: the workout has nothing to add.</summary>
    public static GoalProgress? Of(BoosterInput input, GoalTrackerSettings settings)
    {
        if (Amount(input.Activity, input.Athlete, settings) is not { } added)
        {
            return null;
        }

        var sports = WordList.KindsOf(settings.Sports);
        var today = input.Activity.LocalDate;
        var period = Period.Of(today, settings.Period, settings.WeekStart);
        IReadOnlyList<Activity> counted =
        [
            .. Past.Before(input)
                .Where(activity => activity.IsOneOf(sports) && period.Has(activity.LocalDate) && activity.LocalDate <= today),
            input.Activity,
        ];
        return new(
            period,
            settings.Target,
            counted.Sum(activity => Amount(activity, input.Athlete, settings) ?? 0),
            counted.Where(activity => IsEstimate(activity, settings)).Sum(activity => Amount(activity, input.Athlete, settings) ?? 0),
            added,
            period.Last.DayNumber - today.DayNumber
        );
    }

    private static bool IsEstimate(Activity activity, GoalTrackerSettings settings) =>
        settings.Metric is GoalMetric.Distance && activity.DistanceEstimated;

    // What is not known adds nothing.
    private static double? Amount(Activity activity, Athlete athlete, GoalTrackerSettings settings) =>
        settings.Metric switch
        {
            GoalMetric.Duration => activity.Elapsed.TotalHours,
            GoalMetric.Activities => 1,
            GoalMetric.Calories => activity.Calories,
            GoalMetric.ZoneMinutes => ZoneMinutes(activity, athlete, settings.FromZone),
            _ => activity.DistanceEstimated && settings.Estimates is EstimatedDistances.LeaveOut ? null : activity.DistanceMeters / 1000,
        };

    // By the maximum on the day of each workout, so that it counts the same in every sum.
    private static double? ZoneMinutes(Activity activity, Athlete athlete, int fromZone) =>
        MaxHeartRate.Of(athlete, activity.LocalDate) is { } max && Zones.CanBeRead(activity.HeartRate)
            ? Zones.TimeAbove(HeartRateIntegral.Of(activity), Zones.OfMax(max.Bpm).Bounds[fromZone - 1]).TotalMinutes
            : null;
}
