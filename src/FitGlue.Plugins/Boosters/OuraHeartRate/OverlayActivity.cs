using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Boosters.OuraHeartRate;

/// <summary>The activity with the ring's heart rate, in its points and in its figures.</summary>
internal static class OverlayActivity
{
    private const string Ring = "Oura Ring";

    /// <summary>So near to a reading of its own an activity that is filled takes none of the ring's.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(15);

    public static bool HasHeartRate(Activity activity) =>
        activity.HeartRate.Grade is not HeartRateGrade.None
        || activity.Recording?.Points.Any(point => point.HeartRateBpm is not null) is true;

    /// <param name="inserted">How many readings became points of their own.</param>
    public static Activity Of(Activity activity, Overlay overlay, OuraHeartRateSettings settings, out int inserted)
    {
        var keepOriginal = settings.Mode is OverlayMode.FillGaps;
        var points = activity.Recording?.Points ?? [];
        var mapped = overlay.Map(points.Select(point => (point.Time, point.HeartRateBpm)), keepOriginal);
        DateTimeOffset[] own = keepOriginal ? [.. points.Where(point => point.HeartRateBpm is not null).Select(point => point.Time)] : [];
        HeartRateSample[] unused = settings.InsertReadings && !points.IsEmpty ? [.. Far(own, overlay.Unused())] : [];
        inserted = unused.Length;
        return activity with
        {
            Recording = activity.Recording is { } recording
                ? recording with
                {
                    HeartRateDevice = DeviceOf(recording, keepsOwn: own.Length > 0),
                    Points =
                    [
                        .. points
                            .Select((point, index) => point with { HeartRateBpm = mapped[index].Bpm })
                            .Concat(unused.Select(reading => new RecordedPoint(reading.Time) { HeartRateBpm = reading.Bpm }))
                            .OrderBy(point => point.Time),
                    ],
                }
                : null,
            // From the readings themselves: what was drawn between them is no measurement.
            HeartRate = HeartRate.Of(
                keepOriginal
                    ? activity.HeartRate.Samples.Concat(Far(activity.HeartRate.Samples.Select(sample => sample.Time), overlay.Readings))
                    : overlay.Readings,
                activity.StartTime,
                activity.EndTime,
                activity.Recording?.Pauses ?? []
            ),
        };
    }

    // What was there is not the ring's.
    private static string DeviceOf(Recording recording, bool keepsOwn) =>
        keepsOwn && (recording.HeartRateDevice ?? recording.Device) is { } device ? $"{device} + {Ring}" : Ring;

    /// <summary>The readings that lie near none of the times.</summary>
    private static IEnumerable<HeartRateSample> Far(IEnumerable<DateTimeOffset> times, IEnumerable<HeartRateSample> readings)
    {
        long[] seconds = [.. times.Select(time => time.ToUnixTimeSeconds())];
        return readings.Where(reading => !IsNear(reading.Time.ToUnixTimeSeconds()));

        bool IsNear(long second)
        {
            var after = Array.BinarySearch(seconds, second) is var found && found >= 0 ? found : ~found;
            return (after < seconds.Length && seconds[after] - second <= Near.TotalSeconds)
                || (after > 0 && second - seconds[after - 1] <= Near.TotalSeconds);
        }
    }
}
