using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Plugins.Wording;

namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

/// <summary>The section of the description, six lines at most.</summary>
internal static class RecoveryText
{
    public static string Of(Activity activity, Recovery recovery, LoadHistory load, Overnight overnight, bool showStatus)
    {
        string?[] lines =
        [
            "💤 Recovery Advisor",
            $"Estimated recovery: {recovery.HoursLow}–{recovery.HoursHigh} hours until your next hard session ({recovery.Confidence} confidence)",
            LoadOf(activity, recovery),
            showStatus ? $"Training status: {StatusOf(load)}" : null,
            NightOf(overnight),
            $"Recommendation: {RecommendationOf(recovery.HoursMid)}",
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    private static string LoadOf(Activity activity, Recovery recovery)
    {
        var load = $"{(activity.HeartRate.IsPlain ? "" : "≈")}{Statistics.Rounded(recovery.Trimp)} TRIMP";
        var average = $"{HeartRateWords.About(activity.HeartRate)}{Statistics.Rounded(recovery.Effort.AverageBpm)} bpm";
        return $"Load {load} · {WordOf(recovery.Effort.Class)} effort · avg {average} ({HeartRateWords.CoverageOf(activity)})";
    }

    private static string WordOf(EffortClass effort) =>
        effort switch
        {
            EffortClass.High => "hard",
            EffortClass.Threshold => "threshold",
            _ => "easy",
        };

    private static string StatusOf(LoadHistory load) =>
        load.Shortage switch
        {
            TrendShortage.Days => $"not enough history yet ({load.TrackedDays} of {LoadHistory.FewestDays} days)",
            TrendShortage.Sessions =>
                $"not enough history yet ({load.KnownSessions} of {LoadHistory.FewestSessions} workouts with heart rate in 28 days)",
            TrendShortage.Unknown => $"not known (no heart rate on {load.UnknownDays} of {load.TrainingDays} training days)",
            _ => LoadStatus.Of(load.Ratio)?.Name ?? "not known",
        };

    private static string? NightOf(Overnight overnight)
    {
        var score = overnight.ReadinessScore is { } readiness ? $", readiness {readiness}" : "";
        return overnight switch
        {
            { Points: null, KnownNights: 0 } => null,
            { Points: null, KnownNights: < Overnight.FewestNights } =>
                $"Last night (Oura{score}): not enough nights yet ({overnight.KnownNights} of {Overnight.FewestNights})",
            { Points: null, IsRecorded: true } =>
                $"Last night (Oura{score}): too few nights this week ({overnight.KnownLastNights} of {Overnight.FewestLastNights})",
            { Points: null } => $"Last night (Oura{score}): not recorded",
            { Points: 0 } => $"Last night (Oura{score}): as usual",
            _ =>
                $"Last night (Oura{score}): {string.Join(", ", overnight.Signs.Select(sign => PhraseOf(sign, overnight)).Distinct())} → longer",
        };
    }

    private static string PhraseOf(string sign, Overnight overnight) =>
        sign switch
        {
            "H7" or "H1" => "HRV below your usual",
            "R1" or "R1x2" => $"resting HR {Statistics.Rounded(overnight.RestingDelta ?? 0):+0}",
            "S1" => $"sleep {overnight.Asleep:%h} h {overnight.Asleep:mm}",
            "T1" or "T1x2" => $"temperature {overnight.TemperatureDeviation:+0.0} °C",
            "hrv_balance" => "HRV balance low",
            "resting_heart_rate" => "resting HR off your usual",
            "body_temperature" => "body temperature off your usual",
            _ => "recovery index low",
        };

    private static string RecommendationOf(double hours) =>
        hours switch
        {
            <= 12 => "train as planned.",
            <= 30 => "take it easy tomorrow; a hard session fits after that.",
            <= 54 => "easy movement is fine; keep the next hard session for the day after tomorrow.",
            _ => "two or three easy days before the next hard session.",
        };
}
