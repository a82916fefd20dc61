using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;

namespace FitGlue.Plugins.Boosters.CaloriesBurned;

/// <param name="Kilocalories">Unrounded.</param>
/// <param name="IsGross">What the body would have burned at rest is in it; null: nobody knows.</param>
/// <param name="Method">source, heartRate or met.</param>
/// <param name="Met">Metabolic equivalent, where the number comes from it.</param>
internal sealed record Energy(double Kilocalories, bool? IsGross, string Method, double? Met = null)
{
    private const double KilojoulesPerKilocalorie = 4.184;
    private const double LowestBpm = 90;
    private const double HeaviestKg = 700;

    // Work against weights raises the pulse more than the oxygen it takes, and stillness takes less than the pulse says.
    private static readonly HashSet<string> NotAerobic =
    [
        "strengthtraining",
        "coreexercise",
        "crossfit",
        "pilates",
        "yoga",
        "flexibility",
        "stretching",
        "other",
    ];

    /// <summary>The source's own number: it knows more than we do.</summary>
    public static Energy? OfSource(Activity activity) =>
        activity.Calories is { } calories and > 0 ? new(calories, activity.CaloriesFromFile ? null : false, "source") : null;

    /// <summary>Keytel 2005, from the average heart rate of steady aerobic work; kJ per minute, resting included.</summary>
    public static Energy? OfHeartRate(Activity activity, Athlete athlete)
    {
        if (
            activity.HeartRate is not { IsRepresentative: true, AverageBpm: >= LowestBpm and var bpm }
            || NotAerobic.Contains(activity.Type.Key)
            || athlete is not { Sex: { } sex, WeightKg: > 0 and < HeaviestKg and var weight }
            || athlete.AgeOn(activity.LocalDate) is not { } age
        )
        {
            return null;
        }

        var perMinute =
            sex is Sex.Male
                ? -55.0969 + (0.6309 * bpm) + (0.1988 * weight) + (0.2017 * age)
                : -20.4022 + (0.4472 * bpm) - (0.1263 * weight) + (0.074 * age);
        return perMinute > 0 ? new(perMinute / KilojoulesPerKilocalorie * activity.Running.TotalMinutes, true, "heartRate") : null;
    }

    /// <summary>Metabolic equivalent × kg × hours, resting included; a pause takes nothing.</summary>
    public static Energy? OfKind(Activity activity, Athlete athlete) =>
        Mets.Of(activity) is { } met && athlete.WeightKg is > 0 and < HeaviestKg and var weight && activity.Running > TimeSpan.Zero
            ? new(met * weight * activity.Running.TotalHours, true, "met", met)
            : null;
}
