using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Core.Training;

/// <summary>Zones of heart rate: each begins at its bound and ends before the next; the last has no end.</summary>
public sealed class Zones
{
    /// <summary>Of less of a workout no time in zones is told.</summary>
    public const double LeastCoverage = 0.50;

    private Zones(ImmutableArray<double> bounds) => Bounds = bounds;

    /// <summary>Where zone 1, 2 … begins, beats per minute, rising.</summary>
    public ImmutableArray<double> Bounds { get; }

    /// <summary>Five zones from 50, 60, 70, 80 and 90 % of the maximum.</summary>
    public static Zones OfMax(double maxBpm) => Custom([.. Tenths.Select(share => share * maxBpm)]);

    /// <summary>Five zones from 50, 60, 70, 80 and 90 % of the reserve (Karvonen 1957).</summary>
    public static Zones OfReserve(HeartRateReserve reserve) => Custom([.. Tenths.Select(reserve.BpmAt)]);

    /// <summary>Three zones: easy below 80 % of the maximum, hard from 90 %, and what lies between.</summary>
    public static Zones Three(double maxBpm) => Custom(0, 0.8 * maxBpm, 0.9 * maxBpm);

    /// <summary>Five zones around the heart rate at the lactate threshold (Friel): below 85 %, from 85, 90, 95 and 100 % of it.</summary>
    public static Zones OfThreshold(double thresholdBpm) =>
        Custom(0, 0.85 * thresholdBpm, 0.90 * thresholdBpm, 0.95 * thresholdBpm, thresholdBpm);

    /// <exception cref="ArgumentException">There is no bound, or they do not rise.</exception>
    public static Zones Custom(params ImmutableArray<double> bounds) =>
        bounds.IsDefaultOrEmpty || bounds.Zip(bounds.Skip(1)).Any(pair => pair.First >= pair.Second)
            ? throw new ArgumentException("The bounds of zones rise, and there is one at least.", nameof(bounds))
            : new(bounds);

    /// <summary>Whether time in zones can be read off it: minutes apart a reading tells of no zone.</summary>
    public static bool CanBeRead(HeartRate heartRate) => heartRate is { Grade: >= HeartRateGrade.Moderate, Coverage: >= LeastCoverage };

    /// <summary>The time below the first zone, then in each zone. They sum up to the covered time: each straight line is cut where it crosses a bound.</summary>
    public ImmutableArray<TimeSpan> TimesOf(HeartRateIntegral heartRate)
    {
        TimeSpan[] above = [heartRate.Covered, .. Bounds.Select(bound => TimeAbove(heartRate, bound)), TimeSpan.Zero];
        return [.. above.Zip(above.Skip(1), (lower, upper) => lower - upper)];
    }

    /// <summary>The time at or above a heart rate.</summary>
    public static TimeSpan TimeAbove(HeartRateIntegral heartRate, double bpm) =>
        heartRate.Segments.Aggregate(TimeSpan.Zero, (sum, segment) => sum + (ShareAbove(segment, bpm) * segment.Duration));

    private static double ShareAbove(HeartRateSegment segment, double bpm)
    {
        var (low, high) = (Math.Min(segment.StartBpm, segment.EndBpm), Math.Max(segment.StartBpm, segment.EndBpm));
        return low >= bpm ? 1
            : high < bpm ? 0
            : (high - bpm) / (high - low);
    }

    private static ImmutableArray<double> Tenths { get; } = [0.5, 0.6, 0.7, 0.8, 0.9];
}
