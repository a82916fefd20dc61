using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Diagnostics;

/// <summary>What came and was not as it should be.</summary>
/// <param name="Unreadable">Events whose document nothing could be read from; it is kept.</param>
/// <param name="Stuck">Work that was given up.</param>
/// <param name="FoundByLooking">Workouts of the last 30 days that no webhook told of, newest first.</param>
public sealed record Oddities(IReadOnlyList<OddEvent> Unreadable, int Stuck, IReadOnlyList<FoundWorkout> FoundByLooking);

public sealed record OddEvent(string DataType, DateTimeOffset ReceivedAt, string Why);

public sealed record FoundWorkout(Guid ActivityId, string Title, DateTimeOffset StartTime, DateTimeOffset FoundAt);

/// <summary>Reads the oddities of one user.</summary>
public sealed class OdditiesQueries(Database database, Engine.Work.DeadLetters letters, TimeProvider time)
{
    private const int Days = 30;
    private const int Most = 20;

    public async Task<Oddities> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var from = time.GetUtcNow().AddDays(-Days);
        return new(
            await UnreadableAsync(db, userId, from, cancellationToken),
            (await letters.ListAsync(userId, cancellationToken)).Count,
            await FoundAsync(db, userId, from, cancellationToken)
        );
    }

    private static async Task<IReadOnlyList<OddEvent>> UnreadableAsync(
        FitGlueDb db,
        Guid userId,
        DateTimeOffset from,
        CancellationToken cancellationToken
    ) =>
        await db
            .Inbox.Where(row => row.State == WorkState.Dead && row.ReceivedAt >= from)
            .Where(row => db.Connections.Any(connection => connection.Id == row.ConnectionId && connection.UserId == userId))
            .OrderByDescending(row => row.ReceivedAt)
            .Take(Most)
            .Select(row => new OddEvent(row.DataType, row.ReceivedAt, row.LastError ?? "It could not be read."))
            .ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<FoundWorkout>> FoundAsync(
        FitGlueDb db,
        Guid userId,
        DateTimeOffset from,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .ActivityRevisions.Where(revision =>
                revision.Revision == 1 && revision.FoundBy == Finding.Reconcile && revision.CreatedAt >= from
            )
            .Join(
                db.Activities.Where(row => row.UserId == userId),
                revision => revision.ActivityId,
                row => row.Id,
                (revision, row) =>
                    new
                    {
                        row.Id,
                        row.Content,
                        revision.CreatedAt,
                    }
            )
            .OrderByDescending(row => row.CreatedAt)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => (row, Activity: StoredActivity.Read(row.Content)))
                .Select(pair => new FoundWorkout(pair.row.Id, pair.Activity.Title, pair.Activity.StartTime, pair.row.CreatedAt)),
        ];
    }
}
