using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Inbox;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Work;

public enum DeadLetterQueue
{
    Inbox,
    Schedule,
    Runs,
    Deliveries,
}

/// <summary>Work that was given up, with the reason.</summary>
/// <param name="What">The workout, where there is one, else what was to be done.</param>
/// <param name="At">When the workout began or the event came.</param>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="CanRetry">False: it cannot be read, so that another try would say the same.</param>
public sealed record DeadLetter(
    DeadLetterQueue Queue,
    string Id,
    string What,
    string Reason,
    DateTimeOffset At,
    int Attempts,
    int Crashes,
    Guid? RunId,
    bool CanRetry
);

/// <summary>What was given up, of one user: listed, tried again, or let go.</summary>
public sealed class DeadLetters(Database database, Hints hints, TimeProvider time)
{
    private const int Most = 200;

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var runs = await Dead(Runs(db, userId)).ToListAsync(cancellationToken);
        var deliveries = await Dead(Deliveries(db, userId)).ToListAsync(cancellationToken);
        var ids = runs.Select(run => run.ActivityId).Concat(deliveries.Select(row => row.ActivityId)).Distinct().ToList();
        var titles = await db
            .Activities.Where(row => ids.Contains(row.Id))
            .Select(row => new { row.Id, row.Content })
            .ToDictionaryAsync(row => row.Id, row => StoredActivity.Read(row.Content).Title, cancellationToken);
        return
        [
            .. (await UnreadableAsync(db, cancellationToken)).Select(row => OfInbox(row, canRetry: false)),
            .. (await Dead(Inbox(db, userId)).ToListAsync(cancellationToken)).Select(row => OfInbox(row, canRetry: true)),
            .. (await Dead(Schedule(db, userId)).ToListAsync(cancellationToken)).Select(OfSchedule),
            .. runs.Select(row => Of(row, DeadLetterQueue.Runs, row.Id, titles[row.ActivityId], row.StartTime, row.Id)),
            .. deliveries.Select(row =>
                Of(row, DeadLetterQueue.Deliveries, row.Id, $"{titles[row.ActivityId]} → {row.Target}", row.StartTime, row.RunId)
            ),
        ];
    }

    /// <summary>Puts it back in its queue.</summary>
    /// <returns>False: this user has no such row that was given up.</returns>
    public async Task<bool> RetryAsync(Guid userId, DeadLetterQueue queue, string id, CancellationToken cancellationToken)
    {
        var found = await ChangeAsync(userId, queue, id, Requeue, cancellationToken);
        Wake(userId, found);
        return found is not null;
    }

    /// <summary>Lets it go; it stays in the database as done, with the reason.</summary>
    /// <returns>False: this user has no such row that was given up.</returns>
    public async Task<bool> DismissAsync(Guid userId, DeadLetterQueue queue, string id, CancellationToken cancellationToken) =>
        await ChangeAsync(userId, queue, id, row => new Fate.Done($"Dismissed. {row.LastError}").ApplyTo(row), cancellationToken)
            is not null;

    // A backfill that is over fetches nothing any more: the look at the last days takes up what is tried again.
    private void Requeue(WorkRow row)
    {
        row.Requeue(time.GetUtcNow());
        if (row is ScheduledFetch fetch)
        {
            fetch.BackfillId = null;
        }
    }

    private Task<WorkRow?> ChangeAsync(
        Guid userId,
        DeadLetterQueue queue,
        string id,
        Action<WorkRow> change,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            async db =>
            {
                var row = await FindAsync(db, userId, queue, id, cancellationToken);
                if (row is { State: WorkState.Dead })
                {
                    change(row);
                    return row;
                }

                return null;
            },
            cancellationToken
        );

    private static async Task<WorkRow?> FindAsync(
        FitGlueDb db,
        Guid userId,
        DeadLetterQueue queue,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (queue is DeadLetterQueue.Inbox)
        {
            return long.TryParse(id, out var number)
                ? await Inbox(db, userId).FirstOrDefaultAsync(row => row.Id == number, cancellationToken)
                : null;
        }

        return !Guid.TryParse(id, out var guid)
            ? null
            : queue switch
            {
                DeadLetterQueue.Schedule => await Schedule(db, userId).FirstOrDefaultAsync(row => row.Id == guid, cancellationToken),
                DeadLetterQueue.Runs => await Runs(db, userId).FirstOrDefaultAsync(row => row.Id == guid, cancellationToken),
                _ => await Deliveries(db, userId).FirstOrDefaultAsync(row => row.Id == guid, cancellationToken),
            };
    }

    private void Wake(Guid userId, WorkRow? row)
    {
        switch (row)
        {
            case InboxEvent { ConnectionId: { } connection }:
                hints.Connection(connection);
                break;
            case ScheduledFetch fetch:
                hints.Connection(fetch.ConnectionId);
                break;
            case Run:
                hints.Athlete(userId);
                break;
            case Delivery delivery:
                hints.Place(delivery.Place);
                break;
        }
    }

    private static IQueryable<InboxEvent> Inbox(FitGlueDb db, Guid userId) =>
        db.Inbox.Where(row => db.Connections.Any(connection => connection.Id == row.ConnectionId && connection.UserId == userId));

    private static IQueryable<ScheduledFetch> Schedule(FitGlueDb db, Guid userId) =>
        db.Schedule.Where(row => db.Connections.Any(connection => connection.Id == row.ConnectionId && connection.UserId == userId));

    // A run that a later one of the same workout and pipeline replaced is history.
    private static IQueryable<Run> Runs(FitGlueDb db, Guid userId) =>
        db.Runs.Where(run =>
            run.UserId == userId
            && !db.Runs.Any(later =>
                later.ActivityId == run.ActivityId && later.PipelineId == run.PipelineId && later.CreatedAt > run.CreatedAt
            )
        );

    private static IQueryable<Delivery> Deliveries(FitGlueDb db, Guid userId) => db.Deliveries.Where(row => row.UserId == userId);

    private static IQueryable<T> Dead<T>(IQueryable<T> rows)
        where T : WorkRow =>
        rows.AsNoTracking().Where(row => row.State == WorkState.Dead).OrderByDescending(row => row.NextAttemptAt).Take(Most);

    // Signed, so that a source did send it, but it does not say for whom: everybody sees that there is one, and nothing of it.
    private static Task<List<InboxEvent>> UnreadableAsync(FitGlueDb db, CancellationToken cancellationToken) =>
        Dead(db.Inbox.Where(row => row.ConnectionId == null && row.ExternalUserId == "")).ToListAsync(cancellationToken);

    private static DeadLetter OfInbox(InboxEvent row, bool canRetry) =>
        Of(
            row,
            DeadLetterQueue.Inbox,
            row.Id,
            canRetry ? $"{row.DataType} {row.ObjectId}, announced by {row.Source}" : $"A webhook of {row.Source}",
            row.ReceivedAt,
            null
        ) with
        {
            CanRetry = canRetry,
        };

    private static DeadLetter OfSchedule(ScheduledFetch row) =>
        Of(
            row,
            DeadLetterQueue.Schedule,
            row.Id,
            row.ObjectId is { } workout ? $"Fetch of workout {workout}" : $"List of workouts, {row.From:yyyy-MM-dd} to {row.To:yyyy-MM-dd}",
            row.StartTime ?? row.NextAttemptAt,
            null
        );

    private static DeadLetter Of(WorkRow row, DeadLetterQueue queue, object id, string what, DateTimeOffset at, Guid? runId) =>
        new(queue, $"{id}", what, row.LastError ?? "It was given up.", at, row.Attempt, row.Crashes, runId, CanRetry: true);
}
