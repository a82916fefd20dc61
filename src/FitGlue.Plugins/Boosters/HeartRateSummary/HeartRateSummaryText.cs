using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Plugins.Wording;

namespace FitGlue.Plugins.Boosters.HeartRateSummary;

/// <summary>The section of the description. It claims no more than the samples show.</summary>
internal static class HeartRateSummaryText
{
    public static string Of(Activity activity, bool showCoverage, double? drift)
    {
        var heartRate = activity.HeartRate;
        var line = $"❤️ Heart Rate: {string.Join(" • ", Figures(heartRate))}";
        var coverage = heartRate.IsPlain && !showCoverage ? "" : $" ({HeartRateWords.CoverageOf(activity)})";
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
            yield return $"{HeartRateWords.About(heartRate)}{Statistics.Rounded(average)} bpm avg";
        }

        if (heartRate.MaxBpm is { } max)
        {
            yield return $"{max} bpm {(sparse ? "highest sample" : "max")}";
        }
    }
}
