using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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

    private static readonly ConditionalWeakTable<HeartRate, HeartRateIntegral> Known = [];

    private readonly Stretch _stretch;
    private Tuple<object, double>? _weighed;

    private HeartRateIntegral(ImmutableArray<HeartRateSegment> segments, Stretch stretch, bool hasSamples)
    {
        _stretch = stretch;
        var duration = stretch.Duration;
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

    /// <summary>The whole workout. Several boosters ask for that of one workout, and of those before it: it is worked out once.</summary>
    public static HeartRateIntegral Of(Activity activity)
    {
        var asked = new Stretch(activity.StartTime, activity.EndTime, activity.Recording?.Pauses ?? []);
        if (Known.TryGetValue(activity.HeartRate, out var known) && known._stretch == asked)
        {
            return known;
        }

        var integral = Of(activity.HeartRate, asked.Start, asked.End, asked.Pauses);
        Known.AddOrUpdate(activity.HeartRate, integral);
        return integral;
    }

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
        var bridged = Bridged(heartRate, start, end);
        ImmutableArray<HeartRateSample> inside = [.. heartRate.Samples.Where(s => s.Time >= start && s.Time <= end)];
        var held = inside.IsEmpty ? bridged : Held(bridged, inside[0], inside[^1], start, end);
        var stretch = new Stretch(start, end, pauses.IsDefault ? [] : pauses);
        if (stretch.Pauses.IsEmpty)
        {
            return new(held, stretch, !inside.IsEmpty);
        }

        var mask = new PauseMask(stretch.Pauses);
        return new([.. Without(held, stretch.Pauses)], stretch, inside.Any(sample => !mask.Holds(sample.Time)));
    }

    /// <summary>The training impulse for one person, worked out once: a workout is looked at by each later one that asks for history.</summary>
    internal double Weighed<TWeight>(TWeight weight, Func<HeartRateSegment, TWeight, double> impulse)
        where TWeight : notnull
    {
        if (_weighed is { } known && known.Item1.Equals(weight))
        {
            return known.Item2;
        }

        var sum = 0.0;
        foreach (var segment in Segments)
        {
            sum += impulse(segment, weight);
        }

        _weighed = Tuple.Create<object, double>(weight, sum);
        return sum;
    }

    private static ImmutableArray<HeartRateSegment> Bridged(HeartRate heartRate, DateTimeOffset start, DateTimeOffset end)
    {
        var segments = ImmutableArray.CreateBuilder<HeartRateSegment>(heartRate.Samples.Length + 1);
        var earlier = heartRate.Before;
        foreach (var sample in heartRate.Samples)
        {
            Add(sample);
        }

        if (heartRate.After is { } after)
        {
            Add(after);
        }

        return segments.DrainToImmutable();

        void Add(HeartRateSample sample)
        {
            if (earlier is { } from && Bridge(from, sample)?.Within(start, end) is { } segment)
            {
                segments.Add(segment);
            }

            earlier = sample;
        }
    }

    // Both are by time, and a file may hold very many of both.
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

    /// <summary>What was asked for.</summary>
    private sealed record Stretch(DateTimeOffset Start, DateTimeOffset End, ImmutableArray<Pause> Pauses)
    {
        public TimeSpan Duration => End - Start - Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause.Within(Start, End));
    }
}
