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

    /// <summary>Of longer workouts the first hours tell it: a clock that is off is off all the time.</summary>
    internal static readonly TimeSpan Compared = TimeSpan.FromHours(6);

    /// <summary>Seconds to add to the readings; null where they are too few, agree as they are, or agree nowhere.</summary>
    public static int? Suggest(ImmutableArray<HeartRateSample> original, ImmutableArray<HeartRateSample> readings)
    {
        if (original.IsEmpty || readings.IsEmpty)
        {
            return null;
        }

        // From the first second at which the two may meet.
        var from = Math.Max(SecondOf(original[0]), SecondOf(readings[0]) - Farthest);
        var until = Math.Min(SecondOf(original[^1]), from + (long)Compared.TotalSeconds);
        if (until - from < FewestSeconds - 1)
        {
            return null;
        }

        var (ours, theirs) = (BySecond(original, from, until), BySecond(readings, from - Farthest, until + Farthest));
        var pairs = new (double X, double Y)[ours.Length];
        var best = Enumerable
            .Range(-Farthest, (2 * Farthest) + 1)
            .Select(lag => (Correlation: Correlation(pairs.AsSpan(0, Pair(ours, theirs, lag, pairs))), Lag: lag))
            .MaxBy(at => (at.Correlation, -Math.Abs(at.Lag)));
        return best.Correlation >= LeastCorrelation && Math.Abs(best.Lag) >= Nearest ? best.Lag : null;
    }

    private static long SecondOf(HeartRateSample sample) => sample.Time.ToUnixTimeSeconds();

    /// <summary>The heart rate of each second of a stretch; not a number where none is known.</summary>
    private static double[] BySecond(ImmutableArray<HeartRateSample> samples, long start, long end)
    {
        var seconds = new double[end - start + 1];
        Array.Fill(seconds, double.NaN);
        for (var i = 1; i < samples.Length; i++)
        {
            var (from, to) = (samples[i - 1], samples[i]);
            var (first, last) = (SecondOf(from), SecondOf(to));
            if (to.Time - from.Time > Overlay.LongestLine)
            {
                continue;
            }

            for (var second = Math.Max(first, start); second <= Math.Min(last, end); second++)
            {
                seconds[second - start] =
                    from.Bpm + ((to.Bpm - from.Bpm) * (last == first ? 0 : (second - first) / (double)(last - first)));
            }
        }

        return seconds;
    }

    /// <summary>What both have at the same second, the readings later by the lag.</summary>
    /// <param name="theirs">From <see cref="Farthest"/> seconds before ours on.</param>
    /// <returns>How many.</returns>
    private static int Pair(double[] ours, double[] theirs, int lag, (double X, double Y)[] pairs)
    {
        var count = 0;
        for (var second = 0; second < ours.Length; second++)
        {
            var (x, y) = (ours[second], theirs[second + Farthest - lag]);
            if (!double.IsNaN(x) && !double.IsNaN(y))
            {
                pairs[count++] = (x, y);
            }
        }

        return count;
    }

    private static double Correlation(ReadOnlySpan<(double X, double Y)> pairs)
    {
        if (pairs.Length < FewestSeconds)
        {
            return 0;
        }

        var (sumX, sumY) = (0.0, 0.0);
        foreach (var (x, y) in pairs)
        {
            (sumX, sumY) = (sumX + x, sumY + y);
        }

        var (meanX, meanY) = (sumX / pairs.Length, sumY / pairs.Length);
        var (spreadX, spreadY, both) = (0.0, 0.0, 0.0);
        foreach (var (x, y) in pairs)
        {
            var (awayX, awayY) = (x - meanX, y - meanY);
            (spreadX, spreadY, both) = (spreadX + (awayX * awayX), spreadY + (awayY * awayY), both + (awayX * awayY));
        }

        return spreadX > 0 && spreadY > 0 ? both / Math.Sqrt(spreadX * spreadY) : 0;
    }
}
