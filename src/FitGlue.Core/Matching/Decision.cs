namespace FitGlue.Core.Matching;

/// <summary>Another record of the person, and how far it has got.</summary>
/// <param name="IsSent">A target has it, or is about to: that cannot be taken back.</param>
/// <param name="IsComing">A pipeline has yet to say whether it is sent.</param>
public sealed record Neighbor(Candidate Record, bool IsSent, bool IsComing = false);

/// <summary>What becomes of a record, and on what evidence.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>It goes through the pipeline.</summary>
    public sealed record Publish : Decision;

    /// <summary>We sent it ourselves: no pipeline runs for it.</summary>
    public sealed record Echo(Upload Upload, Match Match) : Decision;

    /// <param name="Action">Never <see cref="MatchAction.UploadAnyway"/>.</param>
    public sealed record Matched(MatchAction Action, Match Match) : Decision;

    /// <param name="incoming">The record; others with its id are earlier versions of it and are left out.</param>
    /// <param name="receivedAt">When it was first heard of; later versions keep that time.</param>
    /// <param name="neighbors">The person's other records, those that are deleted only where they were sent.</param>
    /// <param name="uploads">What was sent to where it may come back from, deleted or not.</param>
    public static Decision Of(
        Candidate incoming,
        DateTimeOffset receivedAt,
        IEnumerable<Neighbor> neighbors,
        IEnumerable<Upload> uploads,
        Rulings rulings,
        MatchPolicy policy
    )
    {
        if (EchoOf(incoming, receivedAt, uploads, rulings) is { } echo)
        {
            return new Echo(echo, rulings.Judge(incoming, echo.Workout));
        }

        var matches = neighbors
            .Where(other => other.Record.Id != incoming.Id && (other.Record.Start - incoming.Start).Duration() <= Candidate.Reach)
            .Select(other => (Match: rulings.Judge(incoming, other.Record), other.IsSent, other.IsComing));
        var found = Match
            .ClosestFirst(matches, found => found.Match, incoming.Id)
            .Select(found => (Action: ActionOf(found.Match, incoming, found.IsSent, found.IsComing, policy), found.Match))
            .FirstOrDefault(found => found.Action is not MatchAction.UploadAnyway);
        return found.Match is null ? new Publish() : new Matched(found.Action, found.Match);
    }

    /// <summary>What we sent of which the record is an echo; null: none.</summary>
    public static Upload? EchoOf(Candidate incoming, DateTimeOffset receivedAt, IEnumerable<Upload> uploads, Rulings rulings) =>
        uploads
            .Where(upload => upload.IsEchoedBy(incoming, receivedAt))
            .Where(upload => rulings.Judge(incoming, upload.Workout).Ruling is not Ruling.Different)
            .OrderBy(upload => upload.SentAt)
            .ThenBy(upload => upload.Workout.Id, StringComparer.Ordinal)
            .FirstOrDefault();

    // What is at a target stays there. Of two that are not there yet the better one goes, whichever is looked at first.
    private static MatchAction ActionOf(Match match, Candidate incoming, bool isSent, bool isComing, MatchPolicy policy)
    {
        var other = match.Other(incoming.Id);
        var stands = isSent || (isComing && Priority.Default.Compare(other, incoming) < 0);
        return match.Verdict switch
        {
            Verdict.Duplicate when stands => policy.Duplicate,
            Verdict.PartOf when match.Shorter.Id == incoming.Id && (isSent || isComing) => policy.Part,
            // What is longer than a part that was sent already is more than it, and nobody but the person knows whether it is wanted.
            Verdict.PartOf when match.Longer.Id == incoming.Id && isSent && policy.Part is not MatchAction.UploadAnyway => MatchAction.Ask,
            Verdict.Possible or Verdict.PossibleTimeZone when stands => policy.Possible,
            _ => MatchAction.UploadAnyway,
        };
    }
}
