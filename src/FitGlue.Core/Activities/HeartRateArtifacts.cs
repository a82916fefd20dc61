using System.Collections.Immutable;

namespace FitGlue.Core.Activities;

/// <summary>Finds samples that a sensor makes and a heart does not: spikes, short steps, and the flat ghost above 190 bpm.</summary>
internal static class HeartRateArtifacts
{
    private const int Window = 7;
    private const double SmallestSpikeBpm = 5;
    private const double FastestBpmPerSecond = 3;
    private const int GhostBpm = 190;
    private const int GhostJumpBpm = 40;
    private const int GhostRangeBpm = 5;

    /// <summary>Turns a median absolute deviation into a standard deviation of a normal distribution.</summary>
    private const double MadToSigma = 1.4826;

    private static readonly TimeSpan Dense = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestLevel = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestGhost = TimeSpan.FromSeconds(30);

    /// <summary>Indices of the artifacts of the first rule that finds any.</summary>
    /// <param name="samples">By time, one a second at most.</param>
    public static HashSet<int> In(ImmutableArray<HeartRateSample> samples)
    {
        Range[] runs = [.. DenseRuns(samples)];
        HashSet<int> spikes = [.. runs.SelectMany(run => Spikes(samples, run))];
        if (spikes.Count > 0)
        {
            return spikes;
        }

        HashSet<int> steps = [.. runs.SelectMany(run => ShortSteps(samples, run))];
        return steps.Count > 0 ? steps : [.. runs.SelectMany(run => Ghosts(samples, run))];
    }

    private static IEnumerable<Range> DenseRuns(ImmutableArray<HeartRateSample> samples)
    {
        for (int start = 0, next = 1; next <= samples.Length; next++)
        {
            if (next == samples.Length || samples[next].Time - samples[next - 1].Time > Dense)
            {
                yield return start..next;
                start = next;
            }
        }
    }

    /// <summary>Hampel filter. Only samples with three neighbors on either side are judged: half a window calls a true rise at the edge a spike.</summary>
    private static IEnumerable<int> Spikes(ImmutableArray<HeartRateSample> samples, Range run)
    {
        for (var index = run.Start.Value + (Window / 2); index < run.End.Value - (Window / 2); index++)
        {
            if (IsSpike(samples.AsSpan(index - (Window / 2), Window)))
            {
                yield return index;
            }
        }
    }

    private static bool IsSpike(ReadOnlySpan<HeartRateSample> window)
    {
        Span<int> values = stackalloc int[Window];
        for (var i = 0; i < Window; i++)
        {
            values[i] = window[i].Bpm;
        }

        var median = MedianOf(values);
        for (var i = 0; i < Window; i++)
        {
            values[i] = Math.Abs(window[i].Bpm - median);
        }

        var limit = Math.Max(3 * MadToSigma * MedianOf(values), SmallestSpikeBpm);
        return Math.Abs(window[Window / 2].Bpm - median) > limit;
    }

    private static int MedianOf(Span<int> values)
    {
        values.Sort();
        return values[values.Length / 2];
    }

    /// <summary>A level that is reached faster than a heart can and left again, by half the way at least, within 15 s.</summary>
    private static IEnumerable<int> ShortSteps(ImmutableArray<HeartRateSample> samples, Range run)
    {
        for (var index = run.Start.Value + 1; index < run.End.Value; index++)
        {
            var end = EndOfStep(samples, index, run.End.Value);
            for (var step = index; step < end; step++)
            {
                yield return step;
            }

            index = Math.Max(index, end);
        }
    }

    /// <summary>The first index after the step that begins here, or this index where none does.</summary>
    private static int EndOfStep(ImmutableArray<HeartRateSample> samples, int index, int runEnd)
    {
        var (before, first) = (samples[index - 1], samples[index]);
        var jump = first.Bpm - before.Bpm;
        if (Math.Abs(jump) <= FastestBpmPerSecond * (first.Time - before.Time).TotalSeconds)
        {
            return index;
        }

        for (var next = index + 1; next < runEnd && samples[next].Time - first.Time < ShortestLevel; next++)
        {
            if ((samples[next].Bpm - before.Bpm) * Math.Sign(jump) * 2 <= Math.Abs(jump))
            {
                return next;
            }
        }

        return index;
    }

    /// <summary>A flat stretch above 190 bpm that begins with a jump: seen at night, labeled a workout, at 201–203 bpm.</summary>
    private static IEnumerable<int> Ghosts(ImmutableArray<HeartRateSample> samples, Range run)
    {
        for (var index = Math.Max(run.Start.Value, 1); index < run.End.Value; index++)
        {
            var end = JumpsToGhost(samples[index - 1], samples[index]) ? EndOfGhost(samples, index, run.End.Value) : index;
            if (end > index && samples[end - 1].Time - samples[index].Time >= ShortestGhost)
            {
                return Enumerable.Range(index, end - index);
            }
        }

        return [];
    }

    private static bool JumpsToGhost(HeartRateSample before, HeartRateSample first) =>
        first.Bpm > GhostBpm && first.Bpm - before.Bpm >= GhostJumpBpm && first.Time - before.Time <= HeartRateIntegral.LongestBridge;

    private static int EndOfGhost(ImmutableArray<HeartRateSample> samples, int index, int runEnd)
    {
        var (lowest, highest) = (samples[index].Bpm, samples[index].Bpm);
        for (; index < runEnd; index++)
        {
            lowest = Math.Min(lowest, samples[index].Bpm);
            highest = Math.Max(highest, samples[index].Bpm);
            if (lowest <= GhostBpm || highest - lowest > GhostRangeBpm)
            {
                break;
            }
        }

        return index;
    }
}
