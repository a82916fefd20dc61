using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Plugins.Wording;

namespace FitGlue.Plugins.Boosters.TrainingLoad;

/// <summary>The section of the description. What is not covered is not passed off as rest.</summary>
internal static class TrainingLoadText
{
    private const double PlainCoverage = 0.90;

    public static string Of(Activity activity, TrainingImpulse impulse, LoadHistory weeks, TrainingLoadSettings settings)
    {
        var line = $"💪 Training Load: {LoadOf(activity, impulse, settings.Method)}";
        return settings.ShowWeeks ? $"{line}\n{WeeksOf(weeks)}" : line;
    }

    private static string LoadOf(Activity activity, TrainingImpulse impulse, LoadMethod method)
    {
        var coverage = HeartRateWords.CoverageOf(activity);
        return impulse.Whole switch
        {
            null => $"≥{Math.Floor(impulse.Covered)} ({(method is LoadMethod.Edwards ? "Edwards; " : "")}{coverage})",
            { } load when activity.HeartRate.Coverage < PlainCoverage =>
                $"≈{Statistics.Rounded(load)} estimated ({WordOf(load, method)}; {coverage})",
            { } load when HeartRateWords.IsPlain(activity.HeartRate) => $"{Statistics.Rounded(load)} ({WordOf(load, method)})",
            { } load => $"≈{Statistics.Rounded(load)} ({WordOf(load, method)}; {coverage})",
        };
    }

    // The words are those of Banister's numbers: an easy hour has 120 after Edwards.
    private static string WordOf(double load, LoadMethod method) =>
        load switch
        {
            _ when method is LoadMethod.Edwards => "Edwards",
            < 30 => "Recovery",
            < 60 => "Easy",
            < 90 => "Moderate",
            < 150 => "Hard",
            _ => "Very Hard",
        };

    private static string WeeksOf(LoadHistory weeks)
    {
        var week = $"• 7-day load: {Statistics.Rounded(weeks.LastWeek)} TRIMP";
        return weeks.TrackedDays < LoadHistory.FewestDays
            ? $"{week} (history of {weeks.TrackedDays} of {LoadHistory.FewestDays} days)"
            : $"{week} • 28-day load: {Statistics.Rounded(weeks.LastFourWeeks)} TRIMP";
    }
}
