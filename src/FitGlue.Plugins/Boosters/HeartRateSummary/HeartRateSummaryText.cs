using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Boosters.HeartRateSummary;

/// <summary>The section of the description. It claims no more than the samples show.</summary>
internal static class HeartRateSummaryText
{
    private const double PlainCoverage = 0.90;

    public static string Of(Activity activity, bool showCoverage, double? drift)
    {
        var heartRate = activity.HeartRate;
        var plain = heartRate is { Grade: HeartRateGrade.Continuous, Coverage: >= PlainCoverage };
        var line = $"❤️ Heart Rate: {string.Join(" • ", Figures(heartRate))}";
        var coverage = plain && !showCoverage ? "" : $" ({CoverageOf(activity)})";
        return line + coverage + (drift is { } bpm ? $"\nSecond half against the first, after 10 min: {bpm:+0;-0;±0} bpm" : "");
    }

    // Where minutes lie between two samples the extremes of the heart are not among them.
    private static IEnumerable<string> Figures(HeartRate heartRate)
    {
        var sparse = heartRate.Grade < HeartRateGrade.Moderate;
        if (heartRate.MinBpm is { } min)
        {
            yield return $"{min} bpm {(sparse ? "lowest sample" : "min")}";
        }

        if (heartRate.AverageBpm is { } average)
        {
            var about = heartRate.Grade is HeartRateGrade.Continuous ? "" : "≈";
            yield return $"{about}{Math.Floor(average + 0.5)} bpm avg";
        }

        if (heartRate.MaxBpm is { } max)
        {
            yield return $"{max} bpm {(sparse ? "highest sample" : "max")}";
        }
    }

    private static string CoverageOf(Activity activity)
    {
        var covers = $"HR covers {PercentOf(activity.HeartRate.Coverage)} % of {Length(activity.Elapsed)}";
        return SpacingOf(activity.HeartRate) is { } spacing ? $"{covers}, samples ~{Length(spacing)} apart" : covers;
    }

    // 100 % is kept for what has no hole.
    private static double PercentOf(double coverage) => coverage >= 1 ? 100 : Math.Min(99, Math.Floor((coverage * 100) + 0.5));

    private static TimeSpan? SpacingOf(HeartRate heartRate)
    {
        TimeSpan[] gaps = [.. heartRate.Samples.Zip(heartRate.Samples.Skip(1), (earlier, later) => later.Time - earlier.Time).Order()];
        return gaps.Length == 0 ? null : gaps[gaps.Length / 2];
    }

    private static string Length(TimeSpan time) =>
        time.TotalSeconds < 90 ? $"{Math.Floor(time.TotalSeconds + 0.5)} s" : $"{Math.Floor(time.TotalMinutes + 0.5)} min";
}
