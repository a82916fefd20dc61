using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>One record and the person's others around it, how far each has got, and what the person said of them.</summary>
public sealed record Neighborhood(Record Center, IReadOnlyList<Record> Others, IReadOnlyList<Neighbor> Neighbors, Rulings Rulings)
{
    /// <summary>What was sent to somewhere it may come back from.</summary>
    public required IReadOnlyList<Upload> Uploads { get; init; }

    /// <summary>Those of the others of which a target has something, or is about to: deleted or not, they are to be seen.</summary>
    public required IReadOnlySet<Guid> Sent { get; init; }

    /// <summary>The other record of a match.</summary>
    public Record Other(Match match) => Others.First(other => other.Candidate.Id == match.Other(Center.Candidate.Id).Id);

    /// <summary>What it has to do with each of the others that it has to do with, or that the person spoke of; the closest first.</summary>
    public IReadOnlyList<Match> Matches =>
        [
            .. Match.ClosestFirst(
                Others
                    .Where(other => other.Row.State is not ActivityState.Deleted || IsSent(other) || other.Row.Id == Center.Row.EchoOf)
                    .Select(other => Rulings.Judge(Center.Candidate, other.Candidate))
                    .Where(match =>
                        match.Verdict is not Verdict.Distinct || match.Ruling is not null || Other(match).Row.Id == Center.Row.EchoOf
                    ),
                match => match,
                Center.Candidate.Id
            ),
        ];

    public bool IsSent(Record record) => Sent.Contains(record.Row.Id);

    internal Upload? Echoed => Decision.EchoOf(Center.Candidate, Center.Row.CreatedAt, Uploads, Rulings);

    /// <param name="pipeline">Whose targets count; null: it is not asked how far the others have got.</param>
    internal static async Task<Neighborhood> AroundAsync(
        FitGlueDb db,
        Registry registry,
        ActivityRow row,
        Pipeline? pipeline,
        CancellationToken cancellationToken
    )
    {
        var (from, to) = (row.StartTime - Candidate.Reach, row.StartTime + Candidate.Reach);
        var others = (
            await db
                .Activities.AsNoTracking()
                .Where(other => other.UserId == row.UserId && other.Id != row.Id)
                .Where(other => other.StartTime >= from && other.StartTime <= to)
                .ToListAsync(cancellationToken)
        )
            .Select(Record.Of)
            .ToList();
        var progress = await Progress.OfAsync(db, [.. others.Select(other => other.Row.Id)], cancellationToken);
        return new(
            Record.Of(row),
            others,
            pipeline is null ? [] : NeighborsOf(others, progress.For(pipeline)),
            await RulingsAsync(db, row.UserId, cancellationToken)
        )
        {
            Uploads = progress.Uploads(others, registry),
            Sent = progress.Sent,
        };
    }

    private static IReadOnlyList<Neighbor> NeighborsOf(IEnumerable<Record> others, Progress.ProgressFor progress) =>
        [
            .. others
                .Select(other => (other, IsSent: progress.IsSent(other.Row.Id)))
                .Where(at => at.other.Row.State is not ActivityState.Deleted || at.IsSent)
                .Select(at => new Neighbor(at.other.Candidate, at.IsSent, progress.IsComing(at.other.Row.Id))),
        ];

    internal static async Task<Rulings> RulingsAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken) =>
        Rulings.Of(
            (await db.MatchRulings.AsNoTracking().Where(row => row.UserId == userId).ToListAsync(cancellationToken)).Select(row =>
                (row.First, row.Second, row.Ruling)
            )
        );
}
