using System.Collections.Immutable;

namespace FitGlue.Core.Activities;

/// <summary>
/// Takes artifacts away until no rule finds one. What goes may show its neighbors in another light, and only them: these are asked again
/// and no others, so that no file takes longer than its length allows.
/// </summary>
/// <param name="samples">By time, one a second at most.</param>
internal sealed class HeartRateSieve(ImmutableArray<HeartRateSample> samples)
{
    private readonly SampleChain _chain = new(samples);
    private readonly List<int> _perhapsSpikes = [.. Enumerable.Range(0, samples.Length)];
    private readonly List<int> _perhapsSteps = [.. Enumerable.Range(0, samples.Length)];
    private readonly List<int> _perhapsGhosts = [.. Enumerable.Range(0, samples.Length)];

    /// <summary>How often a rule was asked of a sample.</summary>
    public long Asked { get; private set; }

    public ImmutableArray<HeartRateSample> Clean()
    {
        while (Artifacts() is { Count: > 0 } artifacts)
        {
            Remove(artifacts);
        }

        return _chain.Left();
    }

    /// <summary>Those of the first rule that finds any, by time.</summary>
    private List<int> Artifacts()
    {
        List<int> spikes = [.. Due(_perhapsSpikes).Where(place => HeartRateArtifacts.IsSpike(_chain, place))];
        if (spikes.Count > 0)
        {
            return spikes;
        }

        var steps = Stretches(Due(_perhapsSteps), HeartRateArtifacts.EndOfStep);
        return steps.Count > 0 ? steps : Stretches(Due(_perhapsGhosts), HeartRateArtifacts.EndOfGhost);
    }

    private int[] Due(List<int> perhaps)
    {
        int[] due = [.. perhaps.Where(_chain.Has).Order().Distinct()];
        perhaps.Clear();
        Asked += due.Length;
        return due;
    }

    private List<int> Stretches(int[] due, Func<SampleChain, int, int> endOf)
    {
        var (found, end) = (new List<int>(), SampleChain.Start);
        // Where a stretch ends nothing begins: that sample would be measured by one that goes.
        foreach (var begin in due.Where(place => place > end))
        {
            var next = endOf(_chain, begin);
            for (var place = begin; place < next; place = _chain.Next(place))
            {
                found.Add(place);
            }

            end = next > begin ? next : end;
        }

        return found;
    }

    private void Remove(List<int> artifacts)
    {
        var gaps = new List<(int Left, int First)>();
        foreach (var place in artifacts)
        {
            var left = _chain.Before(place);
            _chain.Remove(place);
            if (gaps.Count == 0 || gaps[^1].Left != left)
            {
                gaps.Add((left, place));
            }
        }

        foreach (var (left, first) in gaps)
        {
            AskBefore(left, _chain[first].Time);
            AskAfter(_chain.Next(left));
        }
    }

    private void AskBefore(int place, DateTimeOffset gap)
    {
        for (var count = 0; place > SampleChain.Start; place = _chain.Before(place), count++)
        {
            var (isNeighbor, isInReach) = (count < HeartRateArtifacts.SpikeNeighbors, gap - _chain[place].Time <= HeartRateArtifacts.Reach);
            if (isNeighbor)
            {
                _perhapsSpikes.Add(place);
            }

            if (isInReach)
            {
                _perhapsSteps.Add(place);
                _perhapsGhosts.Add(place);
            }

            if (!isNeighbor && !isInReach)
            {
                return;
            }
        }
    }

    private void AskAfter(int place)
    {
        if (place < _chain.End)
        {
            _perhapsSteps.Add(place);
            _perhapsGhosts.Add(place);
        }

        for (var count = 0; count < HeartRateArtifacts.SpikeNeighbors && place < _chain.End; count++, place = _chain.Next(place))
        {
            _perhapsSpikes.Add(place);
        }
    }
}
