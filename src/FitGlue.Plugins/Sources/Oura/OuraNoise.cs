using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Which rule of a pipeline holds a workout back, in a sentence; pure. What Oura does not say is held against nobody.</summary>
internal static class OuraNoise
{
    public static string? HeldBackBy(Activity activity, OuraSourceSettings settings) =>
        ByDuration(activity, settings.MinimumMinutes)
        ?? ByKind(activity, settings)
        ?? ByDetection(activity.Detection, settings.Detection)
        ?? ByIntensity(activity.Intensity, settings.MinimumIntensity);

    private static string? ByDuration(Activity activity, int minimumMinutes) =>
        activity.Elapsed < TimeSpan.FromMinutes(minimumMinutes)
            ? $"It lasted {(int)activity.Elapsed.TotalMinutes} minutes; this pipeline takes workouts of {minimumMinutes} minutes and more."
            : null;

    private static string? ByKind(Activity activity, OuraSourceSettings settings)
    {
        var kinds = settings.Kinds.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (kinds.Length == 0)
        {
            return null;
        }

        return (settings.KindRule, kinds.Any(kind => IsOf(activity, kind))) switch
        {
            (KindRule.HoldBack, true) => $"Its kind is {KindOf(activity)}, which this pipeline holds back.",
            (KindRule.TakeOnly, false) => $"Its kind is {KindOf(activity)}; this pipeline takes only {string.Join(", ", kinds)}.",
            _ => null,
        };
    }

    private static bool IsOf(Activity activity, string kind) =>
        Sports.Find(kind) == activity.Type
        || (Sports.Normalize(kind) is { Length: > 0 } word && word == Sports.Normalize(activity.RawType ?? ""));

    private static string KindOf(Activity activity) =>
        activity.Type == Sport.Other && !string.IsNullOrWhiteSpace(activity.RawType) ? activity.RawType : activity.Type.Name;

    private static string? ByDetection(string? detection, DetectionRule rule) =>
        (rule, detection) switch
        {
            (DetectionRule.Confirmed or DetectionRule.Recorded, "autodetected") =>
                "The ring detected it by itself and nobody confirmed it; confirm it in the Oura app, or let it through here.",
            (DetectionRule.Recorded, "confirmed") =>
                "The ring detected it by itself; this pipeline takes only what was entered or recorded.",
            _ => null,
        };

    private static string? ByIntensity(string? intensity, LowestIntensity lowest) =>
        (lowest, intensity) switch
        {
            (LowestIntensity.Moderate or LowestIntensity.Hard, "easy") or (LowestIntensity.Hard, "moderate") =>
                $"Its intensity is {intensity}; this pipeline takes {(lowest is LowestIntensity.Hard ? "hard" : "moderate and hard")} ones.",
            _ => null,
        };
}
