using CsCheck;
using FitGlue.Core.Matching;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Matching;

public sealed class MatchingLaws
{
    private static readonly string[] Kinds = ["running", "walking", "cycling", "yoga", "strengthtraining", "other"];

    private static readonly Gen<Candidate> Record = Gen.Select(
        Gen.Int[0, 100_000],
        Gen.Int[0, 1440],
        Gen.Int[0, 180],
        Gen.Int[0, 5],
        Gen.Int[0, 2],
        Gen.Int[0, 12_000],
        (id, from, minutes, kind, source, distance) =>
            Records.Of($"{id:000000}", from, from + minutes, Kinds[kind], $"source{source}", distance, id % 2 == 0, id % 3 == 0)
    );

    private static readonly Gen<Candidate[]> Day = Record.Array[0, 24].Select(records => records.DistinctBy(r => r.Id).ToArray());

    [Fact]
    public void It_does_not_matter_which_comes_first() =>
        Gen.Select(Record, Record)
            .Where((one, other) => one.Id != other.Id)
            .Sample((one, other) => Match.Of(other, one).ShouldBe(Match.Of(one, other)));

    [Fact]
    public void Shares_are_shares() =>
        Gen.Select(Record, Record)
            .Sample(
                (one, other) =>
                {
                    var match = Match.Of(one, other);
                    match.Containment.ShouldBeInRange(0, 1);
                    match.Overlap.ShouldBeInRange(0, match.Containment);
                    Evidence.Of(match).ShouldAllBe(evidence => evidence.Sentence.EndsWith('.') && !double.IsNaN(evidence.Value));
                }
            );

    [Fact]
    public void The_order_of_arrival_does_not_matter() =>
        Gen.Select(Day, Gen.Int)
            .Sample(
                (records, seed) =>
                {
                    var shuffled = records.ToArray();
                    new Random(seed).Shuffle(shuffled);

                    Written(Matches.Of(shuffled, Rulings.None)).ShouldBe(Written(Matches.Of(records, Rulings.None)));
                }
            );

    [Fact]
    public void A_record_has_one_partner_in_a_source_and_is_part_of_one() =>
        Day.Sample(records =>
        {
            var matches = Matches.Of(records, Rulings.None);
            matches
                .Duplicates.SelectMany(match => new[] { (match.First.Id, match.Second.Source), (match.Second.Id, match.First.Source) })
                .ShouldBeUnique();
            matches.Parts.Select(match => match.Shorter.Id).ShouldBeUnique();
        });

    [Fact]
    public void A_record_is_in_one_group() =>
        Day.Sample(records =>
            Matches.Of(records, Rulings.None).Groups([]).SelectMany(group => group).Select(record => record.Id).ShouldBeUnique()
        );

    private static string Written(Matches matches) =>
        string.Join(
            '\n',
            matches
                .Duplicates.Concat(matches.Parts)
                .Concat(matches.Possible)
                .Select(match => $"{match.First.Id} {match.Second.Id} {match.Verdict}")
                .Concat(matches.Groups(["source1"]).Select(group => string.Join(' ', group.Select(record => record.Id))))
        );
}
