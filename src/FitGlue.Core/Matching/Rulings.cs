using System.Collections.Immutable;

namespace FitGlue.Core.Matching;

/// <summary>What a person says of two records.</summary>
public enum Ruling
{
    /// <summary>They are of one workout.</summary>
    Same,

    /// <summary>They are two workouts.</summary>
    Different,
}

/// <summary>What a person said of pairs of records; it counts above every measure.</summary>
public sealed class Rulings
{
    private readonly ImmutableDictionary<(string, string), Ruling> _byPair;

    private Rulings(ImmutableDictionary<(string, string), Ruling> byPair) => _byPair = byPair;

    /// <summary>Whether the person said anything.</summary>
    public bool Any => !_byPair.IsEmpty;

    public static Rulings None { get; } = new(ImmutableDictionary<(string, string), Ruling>.Empty);

    /// <param name="rulings">Of ids of records in any order, each pair once.</param>
    public static Rulings Of(IEnumerable<(string One, string Other, Ruling Ruling)> rulings) =>
        new(rulings.ToImmutableDictionary(ruling => Pair(ruling.One, ruling.Other), ruling => ruling.Ruling));

    /// <summary>What two records have to do with each other, a person's word included.</summary>
    public Match Judge(Candidate one, Candidate other)
    {
        var match = Match.Of(one, other);
        return _byPair.TryGetValue(Pair(one.Id, other.Id), out var ruling) ? match.Ruled(ruling) : match;
    }

    private static (string, string) Pair(string one, string other) => string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one);
}
