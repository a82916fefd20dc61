using System.Collections.Immutable;

namespace FitGlue.Core.Matching;

/// <summary>The places that a workout came through, the first first: sources and targets by their ids.</summary>
public sealed record OriginChain(ImmutableArray<string> Places)
{
    public static OriginChain From(string source) => new([source]);

    /// <summary>A workout is never sent to where it came from, however many places lie between.</summary>
    public bool Allows(string target) => !Places.Contains(target);

    public OriginChain Through(string place) => new(Places.Add(place));

    /// <summary>Of two records of one workout each place counts.</summary>
    public OriginChain With(OriginChain other) => new([.. Places.Concat(other.Places).Distinct()]);

    public bool Equals(OriginChain? other) => other is not null && Places.SequenceEqual(other.Places);

    public override int GetHashCode() => Places.Aggregate(0, HashCode.Combine);
}
