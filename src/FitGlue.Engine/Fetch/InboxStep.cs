using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Inbox;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Works on one webhook: the event is a hint, the fetch is the truth.</summary>
public sealed class InboxStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    WorkoutFetch fetch,
    SessionWishes sessions,
    Registry registry,
    Keep keep,
    Hints hints,
    TimeProvider time
)
{
    /// <summary>A document that was just announced may not be there yet. It is looked for after these waits, then counts as gone.</summary>
    private static readonly TimeSpan[] NotThereYet =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
    ];

    /// <returns>False: nothing was due.</returns>
    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => db.Inbox.Where(row => row.ConnectionId == connectionId).OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<InboxEvent> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(row.ConnectionId!.Value, cancellationToken);
        var source = registry.Sources[connection.Source];
        var wish = await sessions.OfAsync(look, connection, row.ObjectId, cancellationToken);
        var requestedAt = time.GetUtcNow();
        if (source.IsSession(row.ObjectId) && wish.IsNothing)
        {
            await LeaveAsync(claim, requestedAt, cancellationToken);
            return null;
        }

        try
        {
            var found = await fetch.WorkoutAsync(connection, row.ObjectId, "Announced by webhook", Finding.Webhook, cancellationToken);
            var fetched = found is null ? null : found with { AtSourceAt = row.EventTime };
            if (fetched is null && row.EventType is not SourceEventType.Delete && (row.Looks ?? 0) < NotThereYet.Length)
            {
                await LookAgainAsync(claim, cancellationToken);
                return null;
            }

            if (fetched is not null && !wish.Takes(source, fetched.Workout))
            {
                await LeaveAsync(claim, requestedAt, cancellationToken);
                return null;
            }

            await FinishAsync(
                claim,
                requestedAt,
                (db, connection) =>
                    fetched is null
                        ? keep.DeleteAsync(db, connection, row.ObjectId, cancellationToken)
                        : keep.SaveAsync(db, connection, fetched, cancellationToken),
                new Fate.Done(),
                cancellationToken
            );
        }
        catch (UnreadableFetchException exception) when (!wish.Takes(source, exception.Fetched.Workout))
        {
            await LeaveAsync(claim, requestedAt, cancellationToken);
        }
        catch (UnreadableFetchException exception)
        {
            await FinishAsync(
                claim,
                requestedAt,
                (db, connection) => keep.KeepUnreadableAsync(db, connection, exception.Fetched.Workout, requestedAt, cancellationToken),
                new Fate.Dead(exception.Message),
                cancellationToken
            );
        }

        return null;
    }

    // A session that was not imported, of a kind that no pipeline takes: nothing of it is kept.
    private Task LeaveAsync(Claim<InboxEvent> claim, DateTimeOffset requestedAt, CancellationToken cancellationToken) =>
        FinishAsync(claim, requestedAt, (_, _) => Task.CompletedTask, new Fate.Done(), cancellationToken);

    // By answers that it is not there, not by age or tries: those pass also while the source is down.
    private Task LookAgainAsync(Claim<InboxEvent> claim, CancellationToken cancellationToken) =>
        queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            (_, row) =>
            {
                var next = time.GetUtcNow() + NotThereYet[row.Looks ?? 0];
                row.Looks = (row.Looks ?? 0) + 1;
                return Task.FromResult<Fate>(new Fate.Snoozed(next, "The source announced it but does not have it yet (404)."));
            },
            cancellationToken
        );

    private async Task FinishAsync(
        Claim<InboxEvent> claim,
        DateTimeOffset requestedAt,
        Func<FitGlueDb, Connection, Task> effects,
        Fate fate,
        CancellationToken cancellationToken
    )
    {
        var userId = Guid.Empty;
        await queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                var connection = await db.Connections.SingleAsync(connection => connection.Id == row.ConnectionId, cancellationToken);
                (userId, connection.LastWebhookAt, connection.WebhooksSilentSince) = (connection.UserId, row.ReceivedAt, null);
                await effects(db, connection);
                await TellAsync(db, connection, row, requestedAt, cancellationToken);
                await FinishCoveredAsync(db, row, requestedAt, cancellationToken);
                await ExpectMoreAsync(db, connection.Id, cancellationToken);
                return fate;
            },
            cancellationToken
        );
        hints.Athlete(userId);
    }

    // Written after the fact, since the activity may be made by this very fetch; the times are those of the events.
    private async Task TellAsync(
        FitGlueDb db,
        Connection connection,
        InboxEvent row,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        await db.SaveChangesAsync(cancellationToken);
        var activityId = await db
            .Activities.Where(activity =>
                activity.UserId == connection.UserId && activity.Source == connection.Source && activity.ExternalId == row.ObjectId
            )
            .Select(activity => (Guid?)activity.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (activityId is { } id)
        {
            var kind = row.EventType.ToString().ToLowerInvariant();
            db.Timeline.Add(
                new()
                {
                    ActivityId = id,
                    At = row.ReceivedAt,
                    What = $"Webhook received and kept ({kind})",
                }
            );
            db.Timeline.Add(
                new()
                {
                    ActivityId = id,
                    At = requestedAt,
                    What = Asked(registry.Sources[connection.Source], row.ObjectId),
                }
            );
        }
    }

    private static string Asked(ISource source, string objectId) =>
        $"Asked {source.Info.Name} for the {(source.IsSession(objectId) ? "session" : "workout")} and its heart rate";

    // Whatever was announced of this object before our request began is in its answer.
    private static Task<int> FinishCoveredAsync(
        FitGlueDb db,
        InboxEvent row,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    ) =>
        db
            .Inbox.Where(other =>
                other.ConnectionId == row.ConnectionId
                && other.ObjectId == row.ObjectId
                && other.DataType == row.DataType
                && other.Id != row.Id
                && other.ReceivedAt <= requestedAt
                && (other.State == WorkState.Waiting || other.State == WorkState.Retrying || other.State == WorkState.Snoozed)
            )
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.State, WorkState.Done), cancellationToken);

    // News of this person means that the ring has synced: late heart rate of earlier workouts may be there now.
    private Task<int> ExpectMoreAsync(FitGlueDb db, Guid connectionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return db
            .Schedule.Where(row =>
                row.ConnectionId == connectionId
                && row.Kind == FetchKind.Settle
                && (row.State == WorkState.Waiting || row.State == WorkState.Snoozed)
                && row.Step >= SettleStep.QuickSteps
            )
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAt, now), cancellationToken);
    }
}
