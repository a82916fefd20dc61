using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Boosters.OuraHeartRate;

/// <summary>Whether a device's clock looks whole hours off: nothing at the time of its workout, but that of a workout some hours away.</summary>
internal static class HoursOff
{
    private const int Farthest = 14;

    /// <summary>Hours from the workout to the readings, negative where they lie before it; null where nothing speaks for a wrong clock. A hint: nothing is ever shifted by it.</summary>
    public static int? Suggest(ImmutableArray<HeartRateSample> readings, OverlayWindow window) =>
        HasNone(readings, window) && HasSyncedPast(readings, window)
            ? Enumerable
                .Range(-Farthest, (2 * Farthest) + 1)
                .Select(hours => (Hours: hours, HeartRate: At(hours, readings, window)))
                .Where(at => at.HeartRate is { Grade: >= HeartRateGrade.Moderate, IsRepresentative: true })
                .OrderByDescending(at => at.HeartRate.Coverage)
                .ThenBy(at => Math.Abs(at.Hours))
                .ThenBy(at => at.Hours)
                .Select(at => (int?)at.Hours)
                .FirstOrDefault()
            : null;

    private static bool HasNone(ImmutableArray<HeartRateSample> readings, OverlayWindow window) =>
        !readings.Any(reading => window.Contains(reading.Time));

    // What the ring has not sent yet is not elsewhere.
    private static bool HasSyncedPast(ImmutableArray<HeartRateSample> readings, OverlayWindow window) =>
        readings is [.., var last] && last.Time > window.End;

    // Close readings alone: those of rest lie in every hour.
    private static HeartRate At(int hours, ImmutableArray<HeartRateSample> readings, OverlayWindow window) =>
        HeartRate.Of(
            readings.Select(reading => reading with { Time = reading.Time.AddHours(-hours) }),
            window.Start,
            window.End,
            window.Pauses
        );
}
