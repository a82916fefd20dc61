using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Formats;

/// <summary>Puts readings that a sensor stored apart between the points, where points are without.</summary>
internal static class SeparateReadings
{
    public static ImmutableArray<RecordedPoint> Join(ImmutableArray<RecordedPoint> points, ImmutableArray<HeartRateSample> readings)
    {
        if (readings.IsEmpty)
        {
            return points;
        }

        var bpm = HeartRateCleaning.OnePerSecond(readings).ToDictionary(sample => sample.Time.ToUnixTimeSeconds());
        var joined = points.ToBuilder();
        for (var place = 0; place < joined.Count; place++)
        {
            var point = joined[place];
            if (bpm.Remove(point.Time.ToUnixTimeSeconds(), out var reading) && point.HeartRateBpm is null)
            {
                joined[place] = point with { HeartRateBpm = reading.Bpm };
            }
        }

        joined.AddRange(bpm.Values.Select(reading => new RecordedPoint(reading.Time) { HeartRateBpm = reading.Bpm }));
        joined.Sort((one, other) => one.Time.CompareTo(other.Time));
        return joined.ToImmutable();
    }
}
