using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Plugins.Histories;
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
        return (impulse.Whole is { } whole ? Statistics.Rounded(whole) : (int?)null) switch
        {
            null => $"≥{Math.Floor(impulse.Covered)} ({(method is LoadMethod.Edwards ? "Edwards; " : "")}{coverage})",
            { } load when activity.HeartRate.Coverage < PlainCoverage => $"≈{load} estimated ({WordOf(load, method)}; {coverage})",
            { } load when activity.HeartRate.IsPlain => $"{load} ({WordOf(load, method)})",
            { } load => $"≈{load} ({WordOf(load, method)}; {coverage})",
        };
    }

    // The words are those of Banister's numbers: an easy hour has 120 after Edwards.
    private static string WordOf(int load, LoadMethod method) =>
        load switch
        {
            _ when method is LoadMethod.Edwards => "Edwards",
            < 30 => "Recovery",
            < 60 => "Easy",
            < 90 => "Moderate",
            < 150 => "Hard",
            _ => "Very Hard",
        };

    private static string WeeksOf(LoadHistory weeks) =>
        weeks.TrackedDays < LoadHistory.FewestDays
            ? $"• 7-day load: {SumOf(weeks.LastWeek, $"history of {weeks.TrackedDays} of {LoadHistory.FewestDays} days")}"
            : $"• 7-day load: {SumOf(weeks.LastWeek)} • 28-day load: {SumOf(weeks.LastFourWeeks)}";

    // A workout without heart rate is unknown, which is not nothing.
    private static string SumOf(LoadSum sum, params IEnumerable<string> notes)
    {
        var about = sum.IsEstimate ? "≈" : "";
        var amount =
            sum.UnknownDays == 0 ? $"{about}{Statistics.Rounded(sum.Load)} TRIMP"
            : sum.Load > 0 ? $"≥{about}{Math.Floor(sum.Load)} TRIMP"
            : "not known";
        string[] all =
        [
            .. sum.UnknownDays > 0 ? [$"too little heart rate on {Figures.Count(sum.UnknownDays, "day")}"] : Array.Empty<string>(),
            .. notes,
        ];
        return all is [] ? amount : $"{amount} ({string.Join(", ", all)})";
    }
}
