using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Wording;

/// <summary>How sections of a description say what heart rate they rest on.</summary>
internal static class HeartRateWords
{
    private const int ClosestPercent = 99;

    // So far apart a grade of moderate lets readings lie.
    private static readonly TimeSpan Farthest = TimeSpan.FromSeconds(90);

    public const string NoHeartRate = "There is no heart rate for this workout.";

    public const string MissingProfile =
        "Your maximum heart rate is not known, or it is too close to the resting one: add your birth year or max heart rate to your athlete data.";

    /// <summary>Of a booster that cannot do without a maximum heart rate.</summary>
    public static IEnumerable<Remark> Remarks(Outlook outlook) =>
        outlook.Athlete is { MaxHeartRate: null, BirthYear: null }
            ? [new(true, "It needs your maximum heart rate, or your birth year to estimate it: fill one in on the page Athlete.")]
            : [];

    /// <summary>Why nothing can be estimated, and what would be needed.</summary>
    public static string ShortageOf(HeartRate heartRate) =>
        HeartRateGate.ShortageOf(heartRate) switch
        {
            HeartRateShortage.Time =>
                $"Not enough heart-rate data ({LengthShort(heartRate.Covered)} covered, {HeartRateGate.LeastCovered.TotalMinutes} min needed).",
            HeartRateShortage.Samples =>
                $"Not enough heart-rate data ({heartRate.Counted} samples, {HeartRateGate.FewestSamples(heartRate)} needed).",
            _ =>
                $"Not enough heart-rate data ({PercentShort(heartRate.Coverage, HeartRate.CoverageGate)} % of the workout covered, {PercentOf(HeartRate.CoverageGate)} % needed).",
        };

    /// <summary>Why the samples tell of no zone; null: they lie close enough.</summary>
    public static string? TooSparse(HeartRate heartRate) =>
        heartRate.Grade >= HeartRateGrade.Moderate ? null
        : SpacingOf(heartRate) is not { } spacing ? "there is a single heart-rate sample"
        : spacing > Farthest ? $"the samples lie ~{Length(spacing)} apart, and zones need them 90 s apart or closer"
        : "too many of the samples lie more than 90 s apart";

    /// <summary>What stands before a figure that is no exact one.</summary>
    public static string About(HeartRate heartRate) => heartRate.Grade is HeartRateGrade.Continuous ? "" : "≈";

    /// <summary>Such as <c>HR covers 100 % of 47 min, samples ~5 min apart</c>.</summary>
    public static string CoverageOf(Activity activity)
    {
        var covers = $"HR covers {PercentOf(activity.HeartRate.Coverage)} % of {Length(activity.Running)}";
        return SpacingOf(activity.HeartRate) is { } spacing ? $"{covers}, samples ~{Length(spacing)} apart" : covers;
    }

    /// <summary>100 is kept for what has no hole.</summary>
    public static int PercentOf(double coverage) => coverage >= 1 ? 100 : Math.Min(ClosestPercent, Statistics.Rounded(coverage * 100));

    /// <summary>Of what may fall short: then it is not rounded up to what is needed.</summary>
    public static int PercentShort(double coverage, double needed) =>
        coverage < needed ? Math.Min(PercentOf(coverage), PercentOf(needed) - 1) : PercentOf(coverage);

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

    private static string LengthShort(TimeSpan time) =>
        time.TotalSeconds < 90 ? $"{Math.Floor(time.TotalSeconds)} s" : $"{Math.Floor(time.TotalMinutes)} min";

    private static TimeSpan[] GapsOf(HeartRate heartRate) =>
        [.. heartRate.Samples.Zip(heartRate.Samples.Skip(1), (earlier, later) => later.Time - earlier.Time).Order()];
}
