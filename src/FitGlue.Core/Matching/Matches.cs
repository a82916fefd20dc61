using System.Collections.Immutable;

namespace FitGlue.Core.Matching;

/// <summary>Which of a person's records belong together. It depends on the records alone, not on the order in which they came.</summary>
public sealed class Matches
{
    private Matches(ImmutableArray<Match> duplicates, ImmutableArray<Match> parts, ImmutableArray<Match> possible) =>
        (Duplicates, Parts, Possible) = (duplicates, parts, possible);

    /// <summary>Pairs: a record has at most one partner in each other source.</summary>
    public ImmutableArray<Match> Duplicates { get; }

    /// <summary>Many may be part of one, and each of one at most.</summary>
    public ImmutableArray<Match> Parts { get; }

    /// <summary>What a person has to say.</summary>
    public ImmutableArray<Match> Possible { get; }

    /// <param name="candidates">With different ids.</param>
    /// <param name="rulings">What the person said of them.</param>
    public static Matches Of(IEnumerable<Candidate> candidates, Rulings rulings)
    {
        Candidate[] byStart =
        [
            .. candidates.OrderBy(candidate => candidate.Start).ThenBy(candidate => candidate.Id, StringComparer.Ordinal),
        ];
        Match[] all =
        [
            .. Pairs(byStart, rulings)
                .Select(pair => rulings.Judge(pair.One, pair.Other))
                .Where(match => match.Verdict is not Verdict.Distinct)
                .OrderByDescending(match => match.Ruling is Ruling.Same)
                .ThenByDescending(match => match.Overlap)
                .ThenBy(match => match.StartDifference)
                .ThenBy(match => match.First.Id, StringComparer.Ordinal)
                .ThenBy(match => match.Second.Id, StringComparer.Ordinal),
        ];
        ImmutableArray<Match> duplicates = [.. OneToOne(all.Where(match => match.Verdict is Verdict.Duplicate))];
        HashSet<string> parts = [];
        return new(
            duplicates,
            [.. all.Where(match => match.Verdict is Verdict.PartOf && parts.Add(match.Shorter.Id))],
            [.. all.Where(match => match.Verdict is Verdict.Possible or Verdict.PossibleTimeZone)]
        );
    }

    /// <summary>The records of one workout for each workout of which there are several, the primary first.</summary>
    /// <param name="sources">The person's order of sources, the most trusted first.</param>
    public IReadOnlyList<ImmutableArray<Candidate>> Groups(IReadOnlyList<string> sources)
    {
        Dictionary<string, HashSet<Candidate>> groupOf = [];
        foreach (var match in Duplicates)
        {
            HashSet<Candidate> joined =
            [
                .. groupOf.GetValueOrDefault(match.First.Id, [match.First]),
                .. groupOf.GetValueOrDefault(match.Second.Id, [match.Second]),
            ];
            foreach (var member in joined)
            {
                groupOf[member.Id] = joined;
            }
        }

        return
        [
            .. groupOf
                .Values.Distinct()
                .Select(group => group.Order(new Priority(sources)).ToImmutableArray())
                .OrderBy(group => group[0].Start)
                .ThenBy(group => group[0].Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The records for which another stands, each with it: all of a group but its first, and parts of what is longer. Whoever counts
    /// workouts leaves them out.
    /// </summary>
    public IReadOnlyDictionary<string, Candidate> StoodFor(IReadOnlyList<string> sources)
    {
        var standing = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        foreach (var group in Groups(sources))
        {
            foreach (var other in group[1..])
            {
                standing[other.Id] = group[0];
            }
        }

        foreach (var part in Parts)
        {
            standing.TryAdd(part.Shorter.Id, standing.GetValueOrDefault(part.Longer.Id, part.Longer));
        }

        return standing;
    }

    /// <summary>The records of the same workout as this one, and what it is part of or has as its part; never itself.</summary>
    public IReadOnlySet<string> SameAs(string id) =>
        Groups([])
            .Where(group => group.Any(record => record.Id == id))
            .SelectMany(group => group)
            .Concat(Parts.Where(part => part.Involves(id)).Select(part => part.Other(id)))
            .Select(record => record.Id)
            .Where(other => other != id)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Only what begins within a day of each other.</summary>
    private static IEnumerable<(Candidate One, Candidate Other)> Pairs(Candidate[] byStart, Rulings rulings)
    {
        for (var one = 0; one < byStart.Length; one++)
        {
            for (var other = one + 1; other < byStart.Length; other++)
            {
                if (byStart[other].Start - byStart[one].Start > Candidate.Reach)
                {
                    break;
                }

                // Of one source no time zone is considered: what does not overlap is distinct, and there are thousands.
                if (byStart[one].Source != byStart[other].Source || byStart[other].Start < byStart[one].End || rulings.Any)
                {
                    yield return (byStart[one], byStart[other]);
                }
            }
        }
    }

    private static IEnumerable<Match> OneToOne(IEnumerable<Match> best)
    {
        HashSet<(string Id, string Source)> taken = [];
        foreach (var match in best)
        {
            if (!taken.Contains((match.First.Id, match.Second.Source)) && !taken.Contains((match.Second.Id, match.First.Source)))
            {
                taken.Add((match.First.Id, match.Second.Source));
                taken.Add((match.Second.Id, match.First.Source));
                yield return match;
            }
        }
    }
}
