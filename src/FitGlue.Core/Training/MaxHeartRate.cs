using FitGlue.Core.Athletes;

namespace FitGlue.Core.Training;

/// <summary>The highest heart rate of a person: measured by them, else estimated from age. Never learned from samples.</summary>
/// <param name="Bpm">Beats per minute, not rounded.</param>
/// <param name="IsEstimated">An estimate may be off by 20 bpm for one person and has to be called one.</param>
public readonly record struct MaxHeartRate(double Bpm, bool IsEstimated)
{
    /// <summary>Null where neither a measurement nor the year of birth is known, or the measurement cannot be right.</summary>
    /// <param name="day">The day of the workout: age is counted in calendar years of it.</param>
    public static MaxHeartRate? Of(Athlete athlete, DateOnly day) =>
        athlete.MaxHeartRate is { } typed
            ? HeartRateReserve.IsPlausibleMax(typed)
                ? new(typed, IsEstimated: false)
                : null
            : athlete.AgeOn(day) is { } age
                ? new(Tanaka(age), IsEstimated: true)
                : null;

    /// <summary>208 − 0.7 · age (Tanaka, Monahan and Seals 2001, JACC 37:153): adults, standard error 7–10 bpm.</summary>
    public static double Tanaka(int age) => 208 - (0.7 * age);
}
