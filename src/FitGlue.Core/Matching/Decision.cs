using System.Collections.Immutable;

namespace FitGlue.Core.Matching;

/// <summary>What is done with a record that matches another.</summary>
public enum MatchAction
{
    /// <summary>It is not sent on; the other stands for both.</summary>
    Skip,

    /// <summary>What it knows is added to what was sent of the other.</summary>
    Enrich,

    UploadAnyway,

    /// <summary>A person is asked, and nothing is sent until they said.</summary>
    Ask,
}

/// <summary>What a pipeline does with records that match others.</summary>
public sealed record MatchPolicy
{
    public static MatchPolicy Default { get; } = new();

    public MatchAction Duplicate { get; init; } = MatchAction.Skip;

    /// <summary>A record that is part of another.</summary>
    public MatchAction Part { get; init; } = MatchAction.Skip;

    public MatchAction Possible { get; init; } = MatchAction.Ask;
}

/// <summary>What becomes of a record that arrives, and on what evidence.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>It goes through the pipelines.</summary>
    public sealed record Publish : Decision;

    /// <summary>We sent it ourselves: no pipeline runs for it.</summary>
    public sealed record Echo(Upload Upload, Match Match) : Decision;

    /// <param name="Action">Never <see cref="MatchAction.UploadAnyway"/>.</param>
    public sealed record Matched(MatchAction Action, Match Match) : Decision;

    /// <param name="incoming">The record; others with its id are earlier versions of it and are left out.</param>
    /// <param name="receivedAt">When it was first heard of; later versions keep that time.</param>
    /// <param name="known">The person's other records that are to be sent or were; those that were set aside for another are left out by the caller.</param>
    /// <param name="uploads">What was sent, deleted or not.</param>
    public static Decision Of(
        Candidate incoming,
        DateTimeOffset receivedAt,
        IEnumerable<Candidate> known,
        IReadOnlyCollection<Upload> uploads,
        MatchPolicy policy
    )
    {
        var echoes = uploads.Where(upload => upload.IsEchoedBy(incoming, receivedAt)).OrderBy(upload => upload.SentAt);
        if (echoes.FirstOrDefault() is { } echo)
        {
            return new Echo(echo, Match.Of(incoming, echo.Workout));
        }

        ImmutableArray<Match> matches =
        [
            .. known
                .Concat(uploads.Select(upload => upload.Workout))
                .Where(other => other.Id != incoming.Id && (other.Start - incoming.Start).Duration() <= Candidate.Reach + other.Duration)
                .Select(other => Match.Of(incoming, other))
                .OrderByDescending(match => match.Verdict)
                .ThenByDescending(match => match.Overlap)
                .ThenBy(match => match.StartDifference)
                .ThenBy(match => match.Other(incoming.Id).Id, StringComparer.Ordinal),
        ];
        return
            matches
                .Select(match => (Action: ActionOf(match, incoming, policy), Match: match))
                .FirstOrDefault(found => found.Action is not MatchAction.UploadAnyway)
                is { Match: not null } matched
            ? new Matched(matched.Action, matched.Match)
            : new Publish();
    }

    private static MatchAction ActionOf(Match match, Candidate incoming, MatchPolicy policy) =>
        match.Verdict switch
        {
            Verdict.Duplicate => policy.Duplicate,
            // What is longer than a part that was sent already is more than it, and nobody but the person knows whether it is wanted.
            Verdict.PartOf when match.Longer.Id == incoming.Id => policy.Part is MatchAction.UploadAnyway
                ? MatchAction.UploadAnyway
                : MatchAction.Ask,
            Verdict.PartOf => policy.Part,
            Verdict.Possible or Verdict.PossibleTimeZone => policy.Possible,
            _ => MatchAction.UploadAnyway,
        };
}
