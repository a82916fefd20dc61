using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Matching;

/// <summary>Worked cases of pairs of records.</summary>
public sealed class MatchCaseTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 10, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonObject AllCases = Cases.Read("match_cases.json");

    public static TheoryData<string> Names => [.. Cases.Read("match_cases.json").Select(@case => @case.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_judged_as_worked_out(string name)
    {
        var expected = AllCases[name]!.AsObject();

        var match = Match.Of(Read("a", expected["a"]!.AsArray()), Read("b", expected["b"]!.AsArray()));

        Math.Round(match.Containment, 4).ShouldBe(expected.Number("containment"));
        Math.Round(match.Overlap, 4).ShouldBe(expected.Number("iou"));
        match.AreCompatible.ShouldBe(expected["compatible"]!.GetValue<bool>());
        Written(match.Verdict).ShouldBe(expected.Text("verdict"));
    }

    private static Candidate Read(string id, JsonArray row) =>
        new(
            id,
            id,
            Midnight.AddSeconds(row[0]!.GetValue<int>()),
            Midnight.AddSeconds(row[1]!.GetValue<int>()),
            Sports.Find(row[2]!.GetValue<string>())!
        );

    private static string Written(Verdict verdict) =>
        verdict switch
        {
            Verdict.Duplicate => "DUPLICATE",
            Verdict.PartOf => "PART_OF",
            Verdict.Possible => "POSSIBLE",
            Verdict.PossibleTimeZone => "POSSIBLE_TZ",
            _ => "DISTINCT",
        };
}
