using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Lists the workouts of a range of days, and asks for what is new or changed among them.</summary>
public sealed class Listing(SourceCalls calls, TimeProvider time)
{
    /// <summary>Stands for the start that cannot be read: such a document is looked at last.</summary>
    private static readonly DateTimeOffset Unreadable = DateTimeOffset.UnixEpoch;

    /// <summary>A complete list, or an exception: half a list would say that the rest is gone.</summary>
    public async Task<ListedDays> ReadAsync(
        Guid connectionId,
        DateOnly from,
        DateOnly to,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        var requestedAt = time.GetUtcNow();
        var (source, documents) = await calls.CallAsync(
            connectionId,
            urgency,
            async (source, token) =>
                (source, await source.ListWorkoutsAsync(from, to, token, cancellationToken).ToListAsync(cancellationToken)),
            cancellationToken
        );
        return new(source, from, to, documents, requestedAt);
    }

    /// <summary>Queues a listed workout whose content is not here yet; its heart rate follows in a step of its own.</summary>
    public async Task<Expectation> ExpectAsync(
        FitGlueDb db,
        Connection connection,
        ListedDays listed,
        SourceDocument document,
        Finding foundBy,
        Guid? backfillId,
        CancellationToken cancellationToken
    )
    {
        var (hash, start) = (DocumentContent.HashOf(document.Json), StartOf(listed.Source, document));
        if (start is null)
        {
            return Expectation.NoWorkout;
        }

        var known = await db.Activities.AnyAsync(
            row =>
                row.UserId == connection.UserId
                && row.Source == connection.Source
                && row.ExternalId == document.ObjectId
                && row.State != ActivityState.Deleted,
            cancellationToken
        );
        var newest = await DocumentStore.NewestAsync(db, connection, DocumentKind.Workout, document.ObjectId, cancellationToken);
        if (newest?.RequestedAt > listed.RequestedAt || (newest?.Hash == hash && (known || start == Unreadable)))
        {
            return Expectation.Unchanged;
        }

        if (await IsExpectedAsync(db, connection.Id, document, hash, cancellationToken))
        {
            return Expectation.Waiting;
        }

        db.Schedule.Add(
            new()
            {
                ConnectionId = connection.Id,
                Kind = FetchKind.Listed,
                FoundBy = foundBy,
                BackfillId = backfillId,
                ObjectId = document.ObjectId,
                StartTime = start,
                Payload = DocumentContent.Compress(document.Json),
                PayloadRequestedAt = listed.RequestedAt,
                NextAttemptAt = time.GetUtcNow(),
            }
        );
        return known ? Expectation.Changed : Expectation.New;
    }

    // What an earlier list left waiting is taken up once; where it has changed meanwhile, the newer one takes its place.
    private static async Task<bool> IsExpectedAsync(
        FitGlueDb db,
        Guid connectionId,
        SourceDocument document,
        string hash,
        CancellationToken cancellationToken
    )
    {
        var waiting = await db
            .Schedule.Where(row =>
                row.ConnectionId == connectionId
                && row.Kind == FetchKind.Listed
                && row.ObjectId == document.ObjectId
                && row.State != WorkState.Done
                && row.State != WorkState.Dead
            )
            .ToListAsync(cancellationToken);
        var isExpected = false;
        foreach (var row in waiting)
        {
            if (row.Payload is { } payload && DocumentContent.HashOf(DocumentContent.Expand(payload)) == hash)
            {
                isExpected = true;
            }
            else if (row.State is not WorkState.Running)
            {
                db.Schedule.Remove(row);
            }
        }

        return isExpected;
    }

    // One unreadable document does not stop the others; it comes up again when it is fetched by its id.
    private static DateTimeOffset? StartOf(ISource source, SourceDocument document)
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

/// <summary>All workouts whose local day lies in [From, To], as the source had them when the request began.</summary>
public sealed record ListedDays(
    IConnectedSource Source,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<SourceDocument> Documents,
    DateTimeOffset RequestedAt
);

/// <summary>What a listed document is to us.</summary>
public enum Expectation
{
    /// <summary>The source's document holds no workout.</summary>
    NoWorkout,
    Unchanged,

    /// <summary>Listed before, and not fetched yet.</summary>
    Waiting,
    New,
    Changed,
}
