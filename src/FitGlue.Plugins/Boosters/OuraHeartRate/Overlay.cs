using System.Collections.Immutable;
using FitGlue.Core.Activities;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Boosters.OuraHeartRate;

/// <summary>Where a point's heart rate comes from.</summary>
internal enum OverlayOrigin
{
    None,
    Original,
    Exact,
    Interpolated,
    Nearest,
}

internal readonly record struct OverlayPoint(DateTimeOffset Time, int? Bpm, OverlayOrigin Origin);

/// <summary>The stretch of time that heart rate is laid onto.</summary>
internal sealed record OverlayWindow(DateTimeOffset Start, DateTimeOffset End, ImmutableArray<Pause> Pauses)
{
    /// <summary>A pause ends and begins with a point of its own.</summary>
    public bool IsPaused(DateTimeOffset time) => Pauses.Any(pause => pause.Start < time && time < pause.End);

    public bool HoldsPause(DateTimeOffset from, DateTimeOffset to) => Pauses.Any(pause => from < pause.Start && pause.End < to);

    public bool Contains(DateTimeOffset time) => Start <= time && time <= End;

    public TimeSpan Timer => Running(Start, End);

    /// <summary>How long the timer ran between two instants.</summary>
    public TimeSpan Running(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (from > Start ? from : Start, to < End ? to : End);
        return last <= first
            ? TimeSpan.Zero
            : Pauses.Aggregate(
                last - first,
                (time, pause) =>
                {
                    var (begin, end) = (pause.Start > first ? pause.Start : first, pause.End < last ? pause.End : last);
                    return end > begin ? time - (end - begin) : time;
                }
            );
    }
}

/// <summary>
/// Clean readings laid onto the points of another device by their own times. Nothing is stretched and nothing is carried
/// forward: between readings that lie close a straight line, else the nearest reading, else nothing.
/// </summary>
internal sealed class Overlay
{
    public const double LeastCoverage = 0.30;
    public const int FewestReadings = 3;

    public static readonly TimeSpan LongestLine = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly OverlayWindow _window;
    private readonly TimeSpan _longestLine;
    private readonly bool[] _used;

    /// <param name="readings">Clean, by time, no two at one instant; those around the window belong to it.</param>
    public Overlay(ImmutableArray<HeartRateSample> readings, OverlayWindow window, TimeSpan longestLine)
    {
        (Readings, _window, _longestLine) = (readings, window, longestLine);
        _used = new bool[readings.Length];
        var covered = readings.Zip(readings.Skip(1), CoveredBetween).Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
        Coverage = window.Timer > TimeSpan.Zero ? covered / window.Timer : 0;
        Inside = readings.Count(reading => window.Contains(reading.Time));
    }

    public ImmutableArray<HeartRateSample> Readings { get; }

    /// <summary>Share of the timer's time between readings at most 360 s apart.</summary>
    public double Coverage { get; }

    public int Inside { get; }

    public int Used => _used.Count(used => used);

    public bool IsEnough => Coverage >= LeastCoverage && Inside >= FewestReadings;

    /// <summary>The points with their heart rate, in the order given.</summary>
    public ImmutableArray<OverlayPoint> Map(IEnumerable<(DateTimeOffset Time, int? Bpm)> points, bool keepOriginal) =>
        [
            .. points.Select(point =>
                keepOriginal && point.Bpm is not null
                    ? new(point.Time, point.Bpm, OverlayOrigin.Original)
                    : OnLine(point.Time) ?? Nearest(point.Time) ?? new OverlayPoint(point.Time, null, OverlayOrigin.None)
            ),
        ];

    /// <summary>The readings of the workout that no point took up.</summary>
    public ImmutableArray<HeartRateSample> Unused() =>
        [.. Readings.Where((reading, index) => !_used[index] && _window.Contains(reading.Time) && !_window.IsPaused(reading.Time))];

    private TimeSpan CoveredBetween(HeartRateSample earlier, HeartRateSample later) =>
        later.Time - earlier.Time <= HeartRateIntegral.LongestBridge ? _window.Running(earlier.Time, later.Time) : TimeSpan.Zero;

    private OverlayPoint? OnLine(DateTimeOffset time)
    {
        // At a reading two lines meet: the earlier is asked first.
        for (var next = Math.Max(FirstFrom(time), 1); next < Readings.Length && Readings[next - 1].Time <= time; next++)
        {
            var (from, to) = (Readings[next - 1], Readings[next]);
            if (to.Time >= time && to.Time - from.Time <= _longestLine && !_window.HoldsPause(from.Time, to.Time))
            {
                _used[next - 1] = _used[next] = true;
                var bpm = from.Bpm + ((to.Bpm - from.Bpm) * ((time - from.Time) / (to.Time - from.Time)));
                var exact = time == from.Time || time == to.Time;
                return new(time, Statistics.Rounded(bpm), exact ? OverlayOrigin.Exact : OverlayOrigin.Interpolated);
            }
        }

        return null;
    }

    private OverlayPoint? Nearest(DateTimeOffset time)
    {
        var best = -1;
        for (var index = FirstFrom(time - Tolerance); index < Readings.Length && Readings[index].Time <= time + Tolerance; index++)
        {
            if (!_used[index] && (best < 0 || Distance(index) < Distance(best)))
            {
                best = index;
            }
        }

        if (best < 0)
        {
            return null;
        }

        _used[best] = true;
        return new(time, Readings[best].Bpm, OverlayOrigin.Nearest);

        TimeSpan Distance(int index) => (Readings[index].Time - time).Duration();
    }

    /// <summary>Index of the first reading at or after an instant.</summary>
    private int FirstFrom(DateTimeOffset time)
    {
        var (low, high) = (0, Readings.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Readings[middle].Time < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
