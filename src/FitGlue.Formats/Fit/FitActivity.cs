using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Formats.Fit;

/// <summary>One session of a FIT file with what was recorded meanwhile.</summary>
internal static class FitActivity
{
    /// <param name="from">What is recorded from here on…</param>
    /// <param name="to">…and before here belongs to the session.</param>
    public static RecordedActivity Of(FitContent content, FitSummary session, DateTimeOffset from, DateTimeOffset to)
    {
        var points = InOrder(content.Points.Where(point => point.Time >= from && point.Time < to));
        ImmutableArray<HeartRateSample> readings = [.. content.HeartRates.Samples.Where(sample => sample.Time >= from && sample.Time < to)];
        var start = session.StartTime;
        var end = session.EndTime > start ? session.EndTime.Value : EndOf(points, start);
        return new()
        {
            Type = FitSport.Find(session.Sport, session.SubSport),
            RawType = FitSport.NameOf(session.Sport, session.SubSport),
            StartTime = start.ToOffset(content.Offset ?? TimeSpan.Zero),
            EndTime = end.ToOffset(content.Offset ?? TimeSpan.Zero),
            OffsetKnown = content.Offset is not null,
            Calories = session.Calories,
            DistanceMeters = session.DistanceMeters,
            Recording = new()
            {
                Device = content.Device,
                Points = SeparateReadings.Join(points, readings),
                Pauses = PausesIn(content.Timer, start, end),
                Laps = LapsOf(content.Laps, from, to),
                TimerTime = session.TimerTime,
            },
        };
    }

    // Nearly all devices write in order.
    private static ImmutableArray<RecordedPoint> InOrder(IEnumerable<RecordedPoint> written)
    {
        ImmutableArray<RecordedPoint> points = [.. written];
        for (var place = 1; place < points.Length; place++)
        {
            if (points[place].Time < points[place - 1].Time)
            {
                return [.. points.OrderBy(point => point.Time)];
            }
        }

        return points;
    }

    private static DateTimeOffset EndOf(ImmutableArray<RecordedPoint> points, DateTimeOffset start) =>
        !points.IsEmpty && points[^1].Time > start ? points[^1].Time : start;

    private static ImmutableArray<Pause> PausesIn(List<(DateTimeOffset Time, bool Starts)> timer, DateTimeOffset start, DateTimeOffset end)
    {
        // The last stop is the end of the workout; it comes before the end by the fraction that times do not have.
        var shortest = TimeSpan.FromSeconds(1);
        var pauses = ImmutableArray.CreateBuilder<Pause>();
        DateTimeOffset? stopped = null;
        foreach (var (time, starts) in timer.OrderBy(turn => turn.Time).Append((end, true)))
        {
            if (!starts)
            {
                stopped ??= time;
            }
            else if (stopped is { } since)
            {
                var (from, to) = (since > start ? since : start, time < end ? time : end);
                stopped = null;
                if (to - from >= shortest)
                {
                    pauses.Add(new(from, to));
                }
            }
        }

        return pauses.ToImmutable();
    }

    // One lap is the whole, and says nothing that the session does not.
    private static ImmutableArray<RecordedLap> LapsOf(List<FitSummary> laps, DateTimeOffset from, DateTimeOffset to)
    {
        FitSummary[] inside = [.. laps.Where(lap => lap.StartTime >= from && lap.StartTime < to).OrderBy(lap => lap.StartTime)];
        return inside.Length < 2 ? [] : [.. inside.Select(LapOf)];
    }

    private static RecordedLap LapOf(FitSummary lap) =>
        new(lap.StartTime, lap.EndTime ?? lap.StartTime, lap.TimerTime) { DistanceMeters = lap.DistanceMeters, Calories = lap.Calories };
}
