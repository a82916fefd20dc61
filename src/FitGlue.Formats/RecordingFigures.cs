using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Formats;

/// <summary>What every format says of a recording.</summary>
internal static class RecordingFigures
{
    private static readonly Comparer<HeartRateSample> ByTime = Comparer<HeartRateSample>.Create(
        (one, other) => one.Time.CompareTo(other.Time)
    );

    /// <summary>How long the timer ran: as the device counted it, else without the pauses.</summary>
    public static TimeSpan TimerOf(Activity activity) =>
        activity.Recording?.TimerTime is { } timer && timer <= activity.Elapsed ? timer : activity.Running;

    public static TimeSpan TimerOf(RecordedLap lap, Recording recording) =>
        lap.TimerTime ?? lap.EndTime - lap.StartTime - recording.PausedWithin(lap.StartTime, lap.EndTime);

    /// <summary>The heart rate of a lap, unless it stands for too little of it.</summary>
    public static HeartRate? RepresentativeOf(RecordedLap lap, Activity activity)
    {
        var samples = Between(activity.HeartRate.Samples, lap.StartTime, lap.EndTime);
        var heartRate = HeartRate.Of(samples, lap.StartTime, lap.EndTime, activity.Recording?.Pauses ?? []);
        return heartRate.IsRepresentative ? heartRate : null;
    }

    // Laps are many and samples are many: each lap looks at its own.
    private static HeartRateSample[] Between(ImmutableArray<HeartRateSample> samples, DateTimeOffset start, DateTimeOffset end)
    {
        var from = FirstFrom(samples, start);
        return [.. samples.AsSpan()[from..FirstFrom(samples, end.AddTicks(1))]];
    }

    private static int FirstFrom(ImmutableArray<HeartRateSample> samples, DateTimeOffset time)
    {
        var place = samples.BinarySearch(new(time, 0, Context: null), ByTime);
        return place < 0 ? ~place : place;
    }
}
