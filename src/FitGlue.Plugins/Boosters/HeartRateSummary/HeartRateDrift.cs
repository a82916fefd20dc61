using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Boosters.HeartRateSummary;

/// <summary>The average of the second half minus that of the first, by time and after a warm-up. It says nothing of the cause.</summary>
internal static class HeartRateDrift
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestWorkout = TimeSpan.FromMinutes(20);
    private const double LeastCoverage = 0.80;

    /// <summary>Null where the workout is too short, too thinly sampled or too full of holes to compare its halves.</summary>
    public static double? Of(Activity activity)
    {
        if (activity.Running < ShortestWorkout || activity.HeartRate.Grade < HeartRateGrade.Moderate)
        {
            return null;
        }

        var start = activity.StartTime + WarmUp;
        var middle = start + ((activity.EndTime - start) / 2);
        var pauses = activity.Recording?.Pauses ?? [];
        var first = HeartRateIntegral.Of(activity.HeartRate, start, middle, pauses);
        var second = HeartRateIntegral.Of(activity.HeartRate, middle, activity.EndTime, pauses);
        return activity.HeartRate.Coverage >= LeastCoverage && first.Coverage >= LeastCoverage && second.Coverage >= LeastCoverage
            ? second.AverageBpm - first.AverageBpm
            : null;
    }
}
