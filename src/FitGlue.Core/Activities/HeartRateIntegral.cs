using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace FitGlue.Core.Activities;

/// <summary>A stretch over which the heart rate runs straight from one value to the next.</summary>
/// <param name="Spacing">How far apart the two samples lie that it was read from; longer than the stretch at an edge of the workout.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HeartRateSegment(DateTimeOffset Start, DateTimeOffset End, double StartBpm, double EndBpm, TimeSpan Spacing)
{
    public TimeSpan Duration => End - Start;

    internal double BpmAt(DateTimeOffset time) => Start == End ? StartBpm : StartBpm + ((EndBpm - StartBpm) * ((time - Start) / Duration));

    internal HeartRateSegment? Within(DateTimeOffset start, DateTimeOffset end)
    {
        var (from, to) = (start > Start ? start : Start, end < End ? end : End);
        return from < to ? new(from, to, BpmAt(from), BpmAt(to), Spacing) : null;
    }
}

/// <summary>
/// The bridged heart rate of a workout: straight lines between neighbors that lie close enough together, and nothing
/// where they do not. Averages, training impulse and zones are sums over its segments, exact for uneven samples.
/// </summary>
public sealed class HeartRateIntegral
{
    /// <summary>Neighbors further apart are not joined: the ring's resting cadence of 300 s and its jitter.</summary>
    public static readonly TimeSpan LongestBridge = TimeSpan.FromSeconds(360);

    /// <summary>How long the first and the last sample stand for the edge where nothing lies beyond it.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Continuous = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Moderate = TimeSpan.FromSeconds(90);
    private const double GradeShare = 0.80;

    private HeartRateIntegral(ImmutableArray<HeartRateSegment> segments, TimeSpan duration, bool hasSamples)
    {
        Segments = segments;
        Covered = segments.Aggregate(TimeSpan.Zero, (sum, segment) => sum + segment.Duration);
        Coverage = duration > TimeSpan.Zero ? Covered / duration : 0;
        Grade = GradeOf(hasSamples);
        AverageBpm = Covered > TimeSpan.Zero ? segments.Sum(s => s.Duration / Covered * ((s.StartBpm + s.EndBpm) / 2)) : null;
    }

    /// <summary>By time; they touch where the heart rate is known without a break, and never overlap.</summary>
    public ImmutableArray<HeartRateSegment> Segments { get; }

    public TimeSpan Covered { get; }

    /// <summary>Covered share, 0…1; 0 for a workout without duration.</summary>
    public double Coverage { get; }

    public double? AverageBpm { get; }

    public HeartRateGrade Grade { get; }

    /// <summary>The whole workout.</summary>
    public static HeartRateIntegral Of(Activity activity) =>
        Of(activity.HeartRate, activity.StartTime, activity.EndTime, activity.Recording?.Pauses ?? []);

    /// <summary>A workout, or a part of it.</summary>
    /// <param name="heartRate">Clean samples; its neighbors outside the workout bridge the edges.</param>
    /// <param name="pauses">Cut out, by time and without overlap.</param>
    public static HeartRateIntegral Of(
        HeartRate heartRate,
        DateTimeOffset start,
        DateTimeOffset end,
        ImmutableArray<Pause> pauses = default
    )
    {
        ImmutableArray<HeartRateSample> samples = [.. Some(heartRate.Before), .. heartRate.Samples, .. Some(heartRate.After)];
        var bridges = samples.Zip(samples.Skip(1), Bridge).OfType<HeartRateSegment>();
        ImmutableArray<HeartRateSegment> segments = [.. bridges.Select(b => b.Within(start, end)).OfType<HeartRateSegment>()];
        ImmutableArray<HeartRateSample> inside = [.. samples.Where(s => s.Time >= start && s.Time <= end)];
        var held = inside.IsEmpty ? segments : Held(segments, inside[0], inside[^1], start, end);
        return pauses.IsDefaultOrEmpty
            ? new(held, end - start, !inside.IsEmpty)
            : new(
                [.. Without(held, pauses)],
                end - start - pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause.Within(start, end)),
                !inside.IsEmpty
            );
    }

    // Both are by time: a file may hold very many of both.
    private static IEnumerable<HeartRateSegment> Without(ImmutableArray<HeartRateSegment> segments, ImmutableArray<Pause> pauses)
    {
        var next = 0;
        foreach (var segment in segments)
        {
            for (; next < pauses.Length && pauses[next].End <= segment.Start; next++) { }

            var from = segment.Start;
            for (var at = next; at < pauses.Length && pauses[at].Start < segment.End; at++)
            {
                if (segment.Within(from, pauses[at].Start) is { } before)
                {
                    yield return before;
                }

                from = pauses[at].End;
            }

            if (segment.Within(from, segment.End) is { } rest)
            {
                yield return rest;
            }
        }
    }

    private static IEnumerable<HeartRateSample> Some(HeartRateSample? sample) => sample is { } known ? [known] : [];

    private static HeartRateSegment? Bridge(HeartRateSample from, HeartRateSample to)
    {
        var spacing = to.Time - from.Time;
        return spacing > TimeSpan.Zero && spacing <= LongestBridge ? new(from.Time, to.Time, from.Bpm, to.Bpm, spacing) : null;
    }

    private static ImmutableArray<HeartRateSegment> Held(
        ImmutableArray<HeartRateSegment> segments,
        HeartRateSample first,
        HeartRateSample last,
        DateTimeOffset start,
        DateTimeOffset end
    )
    {
        var bridgedStart = !segments.IsEmpty && segments[0].Start == start;
        var bridgedEnd = !segments.IsEmpty && segments[^1].End == end;
        return
        [
            .. bridgedStart ? [] : Hold(start, first.Time, first.Bpm),
            .. segments,
            .. bridgedEnd ? [] : Hold(last.Time, end, last.Bpm),
        ];
    }

    private static IEnumerable<HeartRateSegment> Hold(DateTimeOffset from, DateTimeOffset to, double bpm) =>
        to > from && to - from <= LongestHold ? [new(from, to, bpm, bpm, to - from)] : [];

    private HeartRateGrade GradeOf(bool hasSamples) =>
        Covered == TimeSpan.Zero ? (hasSamples ? HeartRateGrade.Sparse : HeartRateGrade.None)
        : ShareWithin(Continuous) >= GradeShare ? HeartRateGrade.Continuous
        : ShareWithin(Moderate) >= GradeShare ? HeartRateGrade.Moderate
        : HeartRateGrade.Sparse;

    private double ShareWithin(TimeSpan spacing) => Segments.Where(s => s.Spacing <= spacing).Sum(s => s.Duration / Covered);
}
