namespace FitGlue.Core.Activities;

/// <summary>Tells what a sensor makes and a heart does not: spikes, short steps, and the flat ghost above 190 bpm.</summary>
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

    private static readonly TimeSpan ShortestLevel = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestGhost = TimeSpan.FromSeconds(30);

    /// <summary>How many neighbors on either side a spike is told by.</summary>
    public const int SpikeNeighbors = Window / 2;

    /// <summary>How far ahead of a sample lies what decides whether a step or a ghost begins there: a level too short for one, and its end.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromSeconds(45);

    /// <summary>Hampel filter. Only samples with three close neighbors on either side are judged: half a window calls a true rise at the edge a spike.</summary>
    public static bool IsSpike(SampleChain chain, int place)
    {
        Span<int> values = stackalloc int[Window];
        var at = place;
        for (var neighbor = 0; neighbor < SpikeNeighbors; neighbor++, at = chain.Before(at))
        {
            if (!chain.AreClose(chain.Before(at), at))
            {
                return false;
            }
        }

        for (var i = 0; i < Window; i++, at = chain.Next(at))
        {
            if (i > 0 && !chain.AreClose(chain.Before(at), at))
            {
                return false;
            }

            values[i] = chain[at].Bpm;
        }

        return IsSpike(values);
    }

    private static bool IsSpike(Span<int> values)
    {
        var judged = values[SpikeNeighbors];
        var median = MedianOf(values);
        foreach (ref var value in values)
        {
            value = Math.Abs(value - median);
        }

        return Math.Abs(judged - median) > Math.Max(3 * MadToSigma * MedianOf(values), SmallestSpikeBpm);
    }

    private static int MedianOf(Span<int> values)
    {
        values.Sort();
        return values[values.Length / 2];
    }

    /// <summary>A level that is reached faster than a heart can and left again, by half the way at least, within 15 s.</summary>
    /// <returns>The first place after the step that begins here, or this place where none does.</returns>
    public static int EndOfStep(SampleChain chain, int place)
    {
        if (!chain.AreClose(chain.Before(place), place))
        {
            return place;
        }

        var (before, first) = (chain[chain.Before(place)], chain[place]);
        var jump = first.Bpm - before.Bpm;
        if (Math.Abs(jump) <= FastestBpmPerSecond * (first.Time - before.Time).TotalSeconds)
        {
            return place;
        }

        for (var next = chain.Next(place); next < chain.End && chain[next].Time - first.Time < ShortestLevel; next = chain.Next(next))
        {
            if ((chain[next].Bpm - before.Bpm) * Math.Sign(jump) * 2 <= Math.Abs(jump))
            {
                return next;
            }
        }

        return place;
    }

    /// <summary>A flat stretch above 190 bpm that begins with a jump: seen at night, labeled a workout, at 201–203 bpm.</summary>
    /// <returns>The first place after the ghost that begins here, or this place where none does.</returns>
    public static int EndOfGhost(SampleChain chain, int place)
    {
        var before = chain.Before(place);
        if (before == SampleChain.Start || !JumpsToGhost(chain[before], chain[place]))
        {
            return place;
        }

        var last = LastOfLevel(chain, place);
        return chain[last].Time - chain[place].Time >= ShortestGhost ? chain.Next(last) : place;
    }

    private static bool JumpsToGhost(HeartRateSample before, HeartRateSample first) =>
        first.Bpm > GhostBpm && first.Bpm - before.Bpm >= GhostJumpBpm && first.Time - before.Time <= HeartRateIntegral.LongestBridge;

    private static int LastOfLevel(SampleChain chain, int place)
    {
        var (last, lowest, highest) = (place, chain[place].Bpm, chain[place].Bpm);
        for (var next = chain.Next(place); chain.AreClose(last, next); next = chain.Next(next))
        {
            lowest = Math.Min(lowest, chain[next].Bpm);
            highest = Math.Max(highest, chain[next].Bpm);
            if (lowest <= GhostBpm || highest - lowest > GhostRangeBpm)
            {
                break;
            }

            last = next;
        }

        return last;
    }
}
