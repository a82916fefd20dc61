using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Boosters.OuraHeartRate;

/// <summary>How far two clocks are apart, as far as two heart rates of the same workout tell.</summary>
internal static class ClockOffset
{
    private const int Farthest = 120;
    private const int Nearest = 5;
    private const int FewestSeconds = 300;
    private const double LeastCorrelation = 0.9;

    /// <summary>Seconds to add to the readings; null where they are too few, agree as they are, or agree nowhere.</summary>
    public static int? Suggest(ImmutableArray<HeartRateSample> original, ImmutableArray<HeartRateSample> readings)
    {
        if (original.IsEmpty || readings.IsEmpty)
        {
            return null;
        }

        var (ours, theirs) = (BySecond(original), BySecond(readings));
        var best = Enumerable
            .Range(-Farthest, (2 * Farthest) + 1)
            .Select(lag => (Correlation: Correlation(ours, theirs, lag), Lag: lag))
            .MaxBy(at => (at.Correlation, -Math.Abs(at.Lag)));
        return best.Correlation >= LeastCorrelation && Math.Abs(best.Lag) >= Nearest ? best.Lag : null;
    }

    private static Dictionary<long, double> BySecond(ImmutableArray<HeartRateSample> samples)
    {
        var seconds = new Dictionary<long, double>();
        foreach (var (from, to) in samples.Zip(samples.Skip(1)))
        {
            var (first, last) = (from.Time.ToUnixTimeSeconds(), to.Time.ToUnixTimeSeconds());
            if (to.Time - from.Time > Overlay.LongestLine)
            {
                continue;
            }

            for (var second = first; second <= last; second++)
            {
                seconds[second] = from.Bpm + ((to.Bpm - from.Bpm) * (last == first ? 0 : (second - first) / (double)(last - first)));
            }
        }

        return seconds;
    }

    private static double Correlation(Dictionary<long, double> ours, Dictionary<long, double> theirs, int lag)
    {
        (double X, double Y)[] pairs =
        [
            .. ours.Where(pair => theirs.ContainsKey(pair.Key - lag)).Select(pair => (pair.Value, theirs[pair.Key - lag])),
        ];
        if (pairs.Length < FewestSeconds)
        {
            return 0;
        }

        var (meanX, meanY) = (pairs.Average(pair => pair.X), pairs.Average(pair => pair.Y));
        var (spreadX, spreadY) = (
            pairs.Sum(pair => (pair.X - meanX) * (pair.X - meanX)),
            pairs.Sum(pair => (pair.Y - meanY) * (pair.Y - meanY))
        );
        return spreadX > 0 && spreadY > 0 ? pairs.Sum(pair => (pair.X - meanX) * (pair.Y - meanY)) / Math.Sqrt(spreadX * spreadY) : 0;
    }
}
