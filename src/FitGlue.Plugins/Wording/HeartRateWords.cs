using FitGlue.Core.Activities;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Wording;

/// <summary>How sections of a description say what heart rate they rest on.</summary>
internal static class HeartRateWords
{
    private const double PlainCoverage = 0.90;

    public const string NoHeartRate = "There is no heart rate for this workout.";

    public const string MissingProfile =
        "Your maximum heart rate is not known, or it is too close to the resting one: add your birth year or max heart rate to your athlete data.";

    /// <summary>Why nothing can be estimated, and what would be needed.</summary>
    public static string ShortageOf(HeartRate heartRate) =>
        HeartRateGate.ShortageOf(heartRate) switch
        {
            HeartRateShortage.Time =>
                $"Not enough heart-rate data ({Length(heartRate.Covered)} covered, {HeartRateGate.LeastCovered.TotalMinutes} min needed).",
            HeartRateShortage.Samples =>
                $"Not enough heart-rate data ({heartRate.Samples.Length} samples, {HeartRateGate.FewestSamples(heartRate)} needed).",
            _ =>
                $"Not enough heart-rate data ({PercentOf(heartRate.Coverage)} % of the workout covered, {PercentOf(HeartRate.CoverageGate)} % needed).",
        };

    /// <summary>Readings are close and leave no hole worth a word.</summary>
    public static bool IsPlain(HeartRate heartRate) => heartRate is { Grade: HeartRateGrade.Continuous, Coverage: >= PlainCoverage };

    /// <summary>What stands before a figure that is no exact one.</summary>
    public static string About(HeartRate heartRate) => heartRate.Grade is HeartRateGrade.Continuous ? "" : "≈";

    /// <summary>Such as <c>HR covers 100 % of 47 min, samples ~5 min apart</c>.</summary>
    public static string CoverageOf(Activity activity)
    {
        var covers = $"HR covers {PercentOf(activity.HeartRate.Coverage)} % of {Length(activity.Running)}";
        return SpacingOf(activity.HeartRate) is { } spacing ? $"{covers}, samples ~{Length(spacing)} apart" : covers;
    }

    /// <summary>100 is kept for what has no hole.</summary>
    public static int PercentOf(double coverage) => coverage >= 1 ? 100 : Math.Min(99, Statistics.Rounded(coverage * 100));

    /// <summary>
    /// How far apart the readings lie for most of the covered time: a burst of them does not hide that the rest lie minutes apart.
    /// Null with fewer than two.
    /// </summary>
    public static TimeSpan? SpacingOf(HeartRate heartRate)
    {
        TimeSpan[] gaps = GapsOf(heartRate);
        TimeSpan[] bridged = [.. gaps.Where(gap => gap <= HeartRateIntegral.LongestBridge)];
        var half = bridged.Aggregate(TimeSpan.Zero, (sum, gap) => sum + gap) / 2;
        foreach (var gap in bridged)
        {
            half -= gap;
            if (half <= TimeSpan.Zero)
            {
                return gap;
            }
        }

        return MedianGapOf(heartRate);
    }

    /// <summary>The middle one of the times between two readings; null with fewer than two.</summary>
    public static TimeSpan? MedianGapOf(HeartRate heartRate) => GapsOf(heartRate) is { Length: > 0 } gaps ? gaps[gaps.Length / 2] : null;

    public static string Length(TimeSpan time) =>
        time.TotalSeconds < 90 ? $"{Statistics.Rounded(time.TotalSeconds)} s" : $"{Statistics.Rounded(time.TotalMinutes)} min";

    private static TimeSpan[] GapsOf(HeartRate heartRate) =>
        [.. heartRate.Samples.Zip(heartRate.Samples.Skip(1), (earlier, later) => later.Time - earlier.Time).Order()];
}
