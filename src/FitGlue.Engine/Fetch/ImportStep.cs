using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Lists a range of days, or again and again the last ones, and asks for what is new or changed in it.</summary>
public sealed class ImportStep(StepRunner runner, WorkQueue queue, SourceAccess access, Notified notified, TimeProvider time)
{
    /// <summary>How many days reconciling looks back.</summary>
    private const int ReconcileDays = 7;

    /// <summary>Stands for the start that cannot be read: such a document is looked at last.</summary>
    private static readonly DateTimeOffset Unreadable = DateTimeOffset.UnixEpoch;

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db =>
                db.Schedule.Where(row =>
                        row.ConnectionId == connectionId && (row.Kind == FetchKind.Import || row.Kind == FetchKind.Reconcile)
                    )
                    .OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        var requestedAt = time.GetUtcNow();
        var today = DateOnly.FromDateTime(requestedAt.UtcDateTime);
        var (from, to) = (row.From ?? today.AddDays(-ReconcileDays), row.To ?? today.AddDays(1));
        FailPoint.Hit(FailPoint.ListAsked);
        var (source, listed) = await access.CallAsync(
            row.ConnectionId,
            SourceCall.Workouts,
            Urgency.Reconcile,
            async (source, token) =>
                (source, await source.ListWorkoutsAsync(from, to, token, cancellationToken).ToListAsync(cancellationToken)),
            cancellationToken
        );
        FailPoint.Hit(FailPoint.ListAnswered);
        await queue.FinishAsync(
            claim,
            found => found.Id == row.Id,
            async (db, found) =>
            {
                found.Attempt = 0;
                var connection = await db.Connections.SingleAsync(connection => connection.Id == row.ConnectionId, cancellationToken);
                foreach (var document in listed)
                {
                    await ExpectAsync(db, connection, source, document, requestedAt, FindingOf(row), cancellationToken);
                }

                return row.Kind is FetchKind.Reconcile
                    ? new Fate.Snoozed(Next(source), "The last days are listed again then.")
                    : new Fate.Done();
            },
            cancellationToken
        );
        return null;
    }

    private static Finding FindingOf(ScheduledFetch row) => row.Kind is FetchKind.Reconcile ? Finding.Reconcile : Finding.Import;

    // A tenth of jitter, so that a thousand connections do not ask in the same second.
    private DateTimeOffset Next(IConnectedSource source) =>
        time.GetUtcNow()
        + source.ReconcileInterval(notified.CallbackOf(source.Info.Id) is not null) * (1 + Random.Shared.NextDouble() / 10);

    // The document is stored at once; the activity follows with its heart rate.
    private async Task ExpectAsync(
        FitGlueDb db,
        Connection connection,
        ISource source,
        SourceDocument document,
        DateTimeOffset requestedAt,
        Finding foundBy,
        CancellationToken cancellationToken
    )
    {
        var hash = DocumentContent.HashOf(document.Json);
        var known = await db.Activities.AnyAsync(
            row =>
                row.UserId == connection.UserId
                && row.Source == connection.Source
                && row.ExternalId == document.ObjectId
                && row.State != ActivityState.Deleted,
            cancellationToken
        );
        var newest = await DocumentStore.NewestAsync(db, connection, DocumentKind.Workout, document.ObjectId, cancellationToken);
        if (newest?.RequestedAt > requestedAt || Start(source, document) is not { } start)
        {
            return;
        }

        if (newest?.Hash == hash && (known || start == Unreadable))
        {
            return;
        }

        db.Schedule.Add(
            new()
            {
                ConnectionId = connection.Id,
                Kind = FetchKind.Listed,
                FoundBy = foundBy,
                ObjectId = document.ObjectId,
                StartTime = start,
                Payload = DocumentContent.Compress(document.Json),
                PayloadRequestedAt = requestedAt,
                NextAttemptAt = time.GetUtcNow(),
            }
        );
    }

    // One unreadable document does not stop the others; it comes up again when it is fetched by its id.
    private static DateTimeOffset? Start(ISource source, SourceDocument document)
    {
        try
        {
            return source.Map(document)?.StartTime;
        }
        catch (UnreadableDocumentException)
        {
            return Unreadable;
        }
    }
}
