using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;

namespace FitGlue.Server.Matching;

/// <summary>Another record of perhaps the same workout, as API and page show it.</summary>
/// <param name="IsEcho">It was sent by us and has come back as the one that is asked about.</param>
/// <param name="IsSent">A target has it, or is about to.</param>
/// <param name="IsDeleted">It was deleted at its source.</param>
/// <param name="Standing">Which of the two is counted where they are one workout, or one is part of the other; null: both are.</param>
/// <param name="Containment">Share of the shorter one's time, 0…1.</param>
/// <param name="Overlap">Time in both over time in either, 0…1.</param>
/// <param name="Ruling">What the person said; null: nothing.</param>
public sealed record MatchModel(
    Guid ActivityId,
    string Source,
    string Title,
    string TypeName,
    DateTimeOffset StartTime,
    DateTimeOffset EndTime,
    Verdict Verdict,
    bool IsEcho,
    bool IsSent,
    bool IsDeleted,
    Guid? Standing,
    double Containment,
    double Overlap,
    double StartDifferenceSeconds,
    Ruling? Ruling,
    string Summary,
    IReadOnlyList<Evidence> Evidence
)
{
    public static IReadOnlyList<MatchModel> Of(Neighborhood around) => [.. around.Matches.Select(match => Of(around, match))];

    private static MatchModel Of(Neighborhood around, Match match)
    {
        var other = around.Other(match);
        return new(
            other.Row.Id,
            other.Row.Source,
            other.Activity.Title,
            other.Activity.TypeName,
            other.Activity.StartTime,
            other.Activity.EndTime,
            match.Verdict,
            around.Center.Row.EchoOf == other.Row.Id,
            around.IsSent(other),
            other.Row.State is ActivityState.Deleted,
            StandingOf(around, match),
            match.Containment,
            match.Overlap,
            match.StartDifference.TotalSeconds,
            match.Ruling,
            Core.Matching.Evidence.Summary(match),
            Core.Matching.Evidence.Of(match)
        );
    }

    private static Guid? StandingOf(Neighborhood around, Match match)
    {
        var (center, other) = (around.Center, around.Other(match));
        if (other.Row.State is ActivityState.Deleted)
        {
            return null;
        }

        var standing = match.Verdict switch
        {
            Verdict.Duplicate => Priority.Default.Compare(center.Candidate, other.Candidate) < 0 ? center : other,
            Verdict.PartOf => match.Longer.Id == center.Candidate.Id ? center : other,
            _ => null,
        };
        return standing?.Row.Id;
    }
}

/// <param name="Ruling">same, different, or null to take back what was said.</param>
public sealed record RulingRequest(Ruling? Ruling);
