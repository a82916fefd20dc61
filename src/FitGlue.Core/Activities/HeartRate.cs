using System.Collections.Immutable;

namespace FitGlue.Core.Activities;

/// <summary>How close together the samples lie: what may be said of them depends on it.</summary>
public enum HeartRateGrade
{
    None,
    Sparse,
    Moderate,
    Continuous,
}

/// <summary>The cleaned heart rate of one workout and how much of the workout it covers.</summary>
public sealed record HeartRate
{
    /// <summary>How far outside the workout samples are asked for and looked at.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>Below this coverage an average or a sum stands for too little of the workout to be handed on as a bare number.</summary>
    public const double CoverageGate = 0.70;

    private const double PlainCoverage = 0.90;

    public static HeartRate None { get; } = new();

    /// <summary>Clean samples inside the workout, by time, one a second at most. Never interpolated.</summary>
    public ImmutableArray<HeartRateSample> Samples { get; init; } = [];

    /// <summary>How many of the samples were measured inside a pause: charts show them, and no figure has them.</summary>
    public int InPauses { get; init; }

    /// <summary>How many samples the figures stand on.</summary>
    public int Counted => Samples.Length - InPauses;

    /// <summary>The clean samples next to the workout, at most ten minutes away: the heart rate at its edges is read off them.</summary>
    public HeartRateSample? Before { get; init; }

    public HeartRateSample? After { get; init; }

    /// <summary>Average weighted by time over the covered part; null where nothing is covered.</summary>
    public double? AverageBpm { get; init; }

    public int? MinBpm { get; init; }

    /// <summary>The highest sample, which is not the maximum of the heart where samples are sparse.</summary>
    public int? MaxBpm { get; init; }

    /// <summary>Covered share of the workout, 0…1.</summary>
    public double Coverage { get; init; }

    public TimeSpan Covered { get; init; }

    public HeartRateGrade Grade { get; init; }

    /// <summary>Longest time without a sample, the edges of the workout included and the pauses left out.</summary>
    public TimeSpan LongestGap { get; init; }

    /// <summary>Samples of the workout that cleaning left out.</summary>
    public int Dropped { get; init; }

    /// <summary>True where the coverage lets the average and the extremes stand for the workout.</summary>
    public bool IsRepresentative => Coverage >= CoverageGate;

    /// <summary>Readings are close and leave no hole worth a word: what is worked out from them is no estimate.</summary>
    public bool IsPlain => this is { Grade: HeartRateGrade.Continuous, Coverage: >= PlainCoverage };

    /// <summary>Cleans, bridges and grades what a sensor sent.</summary>
    /// <param name="raw">In any order; those of the <see cref="Margin"/> before and after belong to it, all others are left out.</param>
    /// <param name="pauses">While the timer stood still the heart rate is no part of the workout: neither covered nor missing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end lies before the start.</exception>
    public static HeartRate Of(
        IEnumerable<HeartRateSample> raw,
        DateTimeOffset start,
        DateTimeOffset end,
        ImmutableArray<Pause> pauses = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        HeartRateSample[] around = [.. raw.Where(s => s.Time >= start - Margin && s.Time <= end + Margin).Distinct()];
        var clean = HeartRateCleaning.Clean(around);
        ImmutableArray<HeartRateSample> inside = [.. clean.Where(Inside)];
        var within = pauses.IsDefaultOrEmpty ? [] : PauseMask.Of(pauses, start, end);
        var mask = new PauseMask(within);
        HeartRateSample[] running = [.. inside.Where(Running)];
        var bridged = new HeartRate
        {
            Samples = inside,
            InPauses = inside.Length - running.Length,
            Before = clean.Where(s => s.Time < start).Select(s => (HeartRateSample?)s).LastOrDefault(),
            After = clean.Where(s => s.Time > end).Select(s => (HeartRateSample?)s).FirstOrDefault(),
            MinBpm = running.Length == 0 ? null : running.Min(s => s.Bpm),
            MaxBpm = running.Length == 0 ? null : running.Max(s => s.Bpm),
            LongestGap = LongestGapOf(running, start, end, mask),
            Dropped = around.Count(Running) - running.Length,
        };
        return bridged.Graded(HeartRateIntegral.Of(bridged, start, end, within));

        bool Inside(HeartRateSample sample) => sample.Time >= start && sample.Time <= end;

        bool Running(HeartRateSample sample) => Inside(sample) && !mask.Holds(sample.Time);
    }

    private HeartRate Graded(HeartRateIntegral integral) =>
        this with
        {
            AverageBpm = integral.AverageBpm,
            Covered = integral.Covered,
            Coverage = integral.Coverage,
            Grade = integral.Grade,
        };

    private static TimeSpan LongestGapOf(HeartRateSample[] running, DateTimeOffset start, DateTimeOffset end, PauseMask mask)
    {
        DateTimeOffset[] marks = [start, .. running.Select(s => s.Time), end];
        return marks.Zip(marks.Skip(1), (earlier, later) => later - earlier - mask.Within(earlier, later)).Max();
    }
}
