using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Lists a range of days and asks for what is new or changed in it.</summary>
public sealed class ImportStep(StepRunner runner, WorkQueue queue, SourceAccess access, TimeProvider time)
{
    /// <summary>Stands for the start that cannot be read: such a document is looked at last.</summary>
    private static readonly DateTimeOffset Unreadable = DateTimeOffset.UnixEpoch;

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Import).OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        var requestedAt = time.GetUtcNow();
        var (source, listed) = await access.CallAsync(
            row.ConnectionId,
            async (source, token) =>
                (
                    source,
                    await source.ListWorkoutsAsync(row.From!.Value, row.To!.Value, token, cancellationToken).ToListAsync(cancellationToken)
                ),
            cancellationToken
        );
        await queue.FinishAsync(
            claim,
            found => found.Id == row.Id,
            async (db, _) =>
            {
                var connection = await db.Connections.SingleAsync(connection => connection.Id == row.ConnectionId, cancellationToken);
                foreach (var document in listed)
                {
                    await ExpectAsync(db, connection, source, document, requestedAt, cancellationToken);
                }

                return new Fate.Done();
            },
            cancellationToken
        );
        return null;
    }

    // The document is stored at once; the activity follows with its heart rate.
    private async Task ExpectAsync(
        FitGlueDb db,
        Connection connection,
        ISource source,
        SourceDocument document,
        DateTimeOffset requestedAt,
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
        var newest = await Keep.NewestAsync(db, connection, DocumentKind.Workout, document.ObjectId, cancellationToken);
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
