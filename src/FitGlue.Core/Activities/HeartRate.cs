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
    public static HeartRate None { get; } = new();

    public static HeartRate Of(IEnumerable<HeartRateSample> raw, DateTimeOffset start, DateTimeOffset end) => new() { Samples = [.. raw.Where(s => s.Time >= start && s.Time <= end)] };

    /// <summary>Clean samples inside the workout, by time, one a second at most. Never interpolated.</summary>
    public ImmutableArray<HeartRateSample> Samples { get; init; } = [];

    /// <summary>Average weighted by time over the covered part; null where nothing is covered.</summary>
    public double? AverageBpm { get; init; }

    public int? MinBpm { get; init; }

    /// <summary>The highest sample, which is not the maximum of the heart where samples are sparse.</summary>
    public int? MaxBpm { get; init; }

    /// <summary>Covered share of the workout, 0…1.</summary>
    public double Coverage { get; init; }

    public TimeSpan Covered { get; init; }

    public HeartRateGrade Grade { get; init; }

    /// <summary>Longest time without a sample, the edges of the workout included.</summary>
    public TimeSpan LongestGap { get; init; }

    /// <summary>Samples of the workout that cleaning left out.</summary>
    public int Dropped { get; init; }
}
