using System.Collections.Immutable;

namespace FitGlue.Core.Activities;

/// <summary>Samples by time of which some are taken away: each knows its neighbors among those that are left.</summary>
internal sealed class SampleChain
{
    /// <summary>The place before the first.</summary>
    public const int Start = -1;

    /// <summary>Neighbors further apart say nothing of what a heart did between them.</summary>
    private static readonly TimeSpan Dense = TimeSpan.FromSeconds(15);

    private readonly ImmutableArray<HeartRateSample> _samples;
    private readonly int[] _before;
    private readonly int[] _next;
    private readonly bool[] _gone;

    public SampleChain(ImmutableArray<HeartRateSample> samples)
    {
        _samples = samples;
        _before = [.. Enumerable.Range(Start, samples.Length + 1)];
        _next = [.. Enumerable.Range(0, samples.Length + 1)];
        _gone = new bool[samples.Length];
    }

    /// <summary>The place behind the last.</summary>
    public int End => _samples.Length;

    public HeartRateSample this[int place] => _samples[place];

    public int Before(int place) => _before[place];

    public int Next(int place) => _next[place + 1];

    public bool Has(int place) => !_gone[place];

    /// <summary>Whether two neighbors belong to one dense run.</summary>
    public bool AreClose(int place, int next) => place > Start && next < End && _samples[next].Time - _samples[place].Time <= Dense;

    public void Remove(int place)
    {
        var (before, next) = (Before(place), Next(place));
        (_next[before + 1], _before[next], _gone[place]) = (next, before, true);
    }

    public ImmutableArray<HeartRateSample> Left() => [.. _samples.Where((_, place) => Has(place))];
}
