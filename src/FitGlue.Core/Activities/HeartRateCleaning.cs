using System.Collections.Immutable;

namespace FitGlue.Core.Activities;

/// <summary>Leaves out what no heart did. It takes samples away and never changes, moves or adds one.</summary>
public static class HeartRateCleaning
{
    public const int LowestBpm = 30;
    public const int HighestBpm = 220;

    /// <summary>What the wearer did during the reading, from the most to the least telling of a workout.</summary>
    private static readonly string[] Precedence = ["workout", "live", "session", "awake", "rest", "sleep"];

    /// <summary>The believable samples, by time, one a second at most. Depends on neither order nor repetition, and cleaning twice changes nothing.</summary>
    public static ImmutableArray<HeartRateSample> Clean(IEnumerable<HeartRateSample> raw) =>
        new HeartRateSieve([.. OnePerSecond(raw.Where(s => s.Bpm is >= LowestBpm and <= HighestBpm))]).Clean();

    /// <summary>By time; of the samples of one second the one whose context says most, then the lower.</summary>
    public static HeartRateSample[] OnePerSecond(IEnumerable<HeartRateSample> samples)
    {
        HeartRateSample[] sorted = [.. samples];
        Array.Sort(sorted, BySecondThenPrecedence);
        return [.. sorted.Where((sample, index) => index == 0 || SecondOf(sample) != SecondOf(sorted[index - 1]))];
    }

    /// <summary>Tells any two readings apart, so that the order in which they came does not matter.</summary>
    private static int BySecondThenPrecedence(HeartRateSample left, HeartRateSample right) =>
        SecondOf(left).CompareTo(SecondOf(right)) is not 0 and var second ? second
        : Rank(left).CompareTo(Rank(right)) is not 0 and var rank ? rank
        : left.Bpm.CompareTo(right.Bpm) is not 0 and var bpm ? bpm
        : left.Time.CompareTo(right.Time) is not 0 and var time ? time
        : string.CompareOrdinal(left.Context, right.Context);

    private static long SecondOf(HeartRateSample sample) => sample.Time.ToUnixTimeSeconds();

    private static int Rank(HeartRateSample sample)
    {
        var rank = Array.IndexOf(Precedence, sample.Context);
        return rank < 0 ? Precedence.Length : rank;
    }
}
