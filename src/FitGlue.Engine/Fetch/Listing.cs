using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Lists the workouts of a range of days, with the sessions that the person wants, and asks for what is new or changed among them.</summary>
public sealed class Listing(SourceAccess access, Database database, SessionWishes sessions, TimeProvider time)
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
        FailPoint.Hit(FailPoint.ListAsked);
        var (source, documents) = await access.CallAsync(
            connectionId,
            SourceCall.Workouts,
            urgency,
            async (source, token) =>
                (source, await source.ListWorkoutsAsync(from, to, token, cancellationToken).ToListAsync(cancellationToken)),
            cancellationToken
        );
        FailPoint.Hit(FailPoint.ListAnswered);
        var listed = new ListedDays(source, from, to, documents, requestedAt);
        return await WithSessionsAsync(connectionId, listed, urgency, cancellationToken);
    }

    private async Task<ListedDays> WithSessionsAsync(
        Guid connectionId,
        ListedDays listed,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var connection = await db.ReadConnectionAsync(connectionId, cancellationToken);
        var wish = await sessions.OfAsync(db, connection, listed.From, listed.To, cancellationToken);
        if (wish.IsNothing)
        {
            return listed;
        }

        try
        {
            var all = await access.CallAsync(
                connectionId,
                SourceCall.Sessions,
                urgency,
                async (source, token) =>
                    await ((ISessionSource)source)
                        .ListSessionsAsync(listed.From, listed.To, token, cancellationToken)
                        .ToListAsync(cancellationToken),
                cancellationToken
            );
            var wanted = all.ToLookup(document => wish.Takes(listed.Source, document));
            return listed with { Documents = [.. listed.Documents, .. wanted[true]], Unwanted = [.. wanted[false]], HasSessions = true };
        }
        catch (ServiceException exception) when (GoesOnWithout(exception, urgency))
        {
            return listed;
        }
    }

    // Workouts do not wait for sessions: what is missed now the next look finds. A backfill does not look again at what it has read.
    private static bool GoesOnWithout(ServiceException exception, Urgency urgency) =>
        exception is LimitedException or RejectedException
        || (urgency is not Urgency.Backfill && exception is not (RateLimitedException or ReconnectRequiredException));

    /// <summary>Queues a listed workout whose content is not here yet; its heart rate follows in a step of its own.</summary>
    public async Task<Expectation> ExpectAsync(
        FitGlueDb db,
        Connection connection,
        ListedDays listed,
        SourceDocument document,
        Finding foundBy,
        CancellationToken cancellationToken
    )
    {
        var found = await CompareAsync(db, connection, listed, document, null, cancellationToken);
        if (found.What is Expectation.New or Expectation.Changed)
        {
            await QueueAsync(db, connection.Id, [found], foundBy, null, cancellationToken);
        }

        return found.What;
    }

    /// <summary>What a listed document is to us; changes nothing.</summary>
    /// <param name="backfillId">The backfill that asks; null: none does.</param>
    public async Task<ListedDocument> CompareAsync(
        FitGlueDb db,
        Connection connection,
        ListedDays listed,
        SourceDocument document,
        Guid? backfillId,
        CancellationToken cancellationToken
    )
    {
        var (hash, readable, span) = (DocumentContent.HashOf(document.Json), TryRead(listed.Source, document, out var read), read);
        ListedDocument Found(Expectation what) =>
            new(document, listed.RequestedAt, readable ? span : null, what)
            {
                AsksForHeartRate = !listed.Source.IsSession(document.ObjectId),
            };
        if (readable && span is null)
        {
            return Found(Expectation.NoWorkout);
        }

        // What counts is the document that the activity was made of: one that was kept without being read is not it.
        var known = db
            .Activities.Where(row => row.UserId == connection.UserId && row.Source == connection.Source)
            .Where(row => row.ExternalId == document.ObjectId && row.State != ActivityState.Deleted);
        var mapped = await DocumentStore.MappedHashAsync(db, known, cancellationToken);
        var newest = await DocumentStore.NewestAsync(db, connection, DocumentKind.Workout, document.ObjectId, cancellationToken);

        // One of later than now was asked for by a clock that was put back since: it says nothing about this list.
        var isNewer = newest?.RequestedAt > listed.RequestedAt && newest.RequestedAt <= time.GetUtcNow();
        if (isNewer || mapped == hash || (newest?.Hash == hash && !readable))
        {
            return Found(Expectation.Unchanged);
        }

        return await IsExpectedAsync(db, connection.Id, document, hash, readable, backfillId, cancellationToken)
            ? Found(Expectation.Waiting)
            : Found(mapped is not null ? Expectation.Changed : Expectation.New) with
            {
                Payload = DocumentContent.Compress(document.Json),
            };
    }

    /// <summary>Queues them; what an earlier list left waiting of them for the same asker gives way.</summary>
    /// <param name="found">New or changed.</param>
    public async Task QueueAsync(
        FitGlueDb db,
        Guid connectionId,
        IReadOnlyList<ListedDocument> found,
        Finding foundBy,
        Guid? backfillId,
        CancellationToken cancellationToken
    )
    {
        var (ids, now) = (found.Select(one => one.Document.ObjectId).ToList(), time.GetUtcNow());
        var earlier = await db
            .Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Listed && ids.Contains(row.ObjectId!))
            .Where(row => row.BackfillId == backfillId)
            .Where(row => row.State != WorkState.Done && row.State != WorkState.Running)
            .ToListAsync(cancellationToken);
        db.Schedule.RemoveRange(earlier);
        db.Schedule.AddRange(found.DistinctBy(one => one.Document.ObjectId).Select(RowOf));

        ScheduledFetch RowOf(ListedDocument one) =>
            new()
            {
                ConnectionId = connectionId,
                Kind = FetchKind.Listed,
                FoundBy = foundBy,
                BackfillId = backfillId,
                ObjectId = one.Document.ObjectId,
                StartTime = one.Span?.Start ?? Unreadable,
                Payload = one.Payload,
                PayloadRequestedAt = one.RequestedAt,
                NextAttemptAt = now,
            };
    }

    // What an earlier list left waiting is taken up once, and what was given up not again until it is another document or can be read.
    // A backfill may be paused, and wishes for places of its own: each has its own rows.
    private static async Task<bool> IsExpectedAsync(
        FitGlueDb db,
        Guid connectionId,
        SourceDocument document,
        string hash,
        bool readable,
        Guid? backfillId,
        CancellationToken cancellationToken
    )
    {
        var payloads = await Listed(db, connectionId, document.ObjectId)
            .Where(row => row.State == WorkState.Dead || row.State == WorkState.Done || row.BackfillId == backfillId)
            .Where(row => !readable || row.StartTime != Unreadable)
            .Select(row => row.Payload)
            .ToListAsync(cancellationToken);
        return payloads.Exists(payload => payload is not null && DocumentContent.HashOf(DocumentContent.Expand(payload)) == hash);
    }

    private static IQueryable<ScheduledFetch> Listed(FitGlueDb db, Guid connectionId, string objectId) =>
        db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Listed && row.ObjectId == objectId);

    // One unreadable document does not stop the others; it comes up again when it is fetched by its id.
    private static bool TryRead(ISource source, SourceDocument document, out WorkoutSpan? span)
    {
        try
        {
            span = source.Map(document) is { } activity ? new(activity.StartTime, activity.EndTime) : null;
            return true;
        }
        catch (UnreadableDocumentException)
        {
            span = null;
            return false;
        }
    }
}

/// <summary>All workouts whose local day lies in [From, To], and the wanted sessions, as the source had them when the request began.</summary>
public sealed record ListedDays(
    IConnectedSource Source,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<SourceDocument> Documents,
    DateTimeOffset RequestedAt
)
{
    /// <summary>Whether sessions were listed, too.</summary>
    public bool HasSessions { get; init; }

    /// <summary>Sessions of other kinds: nothing of them is kept.</summary>
    public IReadOnlyList<SourceDocument> Unwanted { get; init; } = [];

    /// <summary>Whether an object that lies in the days would be on the list.</summary>
    public bool Covers(string objectId) => HasSessions || !Source.IsSession(objectId);
}

/// <param name="RequestedAt">When the request for the list began.</param>
/// <param name="Span">Null: it holds no workout, or none that can be read.</param>
public sealed record ListedDocument(SourceDocument Document, DateTimeOffset RequestedAt, WorkoutSpan? Span, Expectation What)
{
    /// <summary>The document, compressed, where it is new or changed: made before the write that keeps it.</summary>
    public byte[]? Payload { get; init; }

    /// <summary>Its heart rate has to be asked for.</summary>
    public bool AsksForHeartRate { get; init; } = true;
}

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
