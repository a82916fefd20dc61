using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>What sources sent, by object: all that differs is kept, the newest counts.</summary>
internal static class DocumentStore
{
    /// <summary>An answer to an older request never replaces that of a newer one, and an equal one only moves the time forward.</summary>
    /// <remarks>A time later than now is that of a clock that was put back since: it holds nothing off.</remarks>
    public static async Task<StoredDocument> StoreAsync(
        FitGlueDb db,
        Connection connection,
        DocumentKind kind,
        string objectId,
        string content,
        DateTimeOffset requestedAt,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var newest = await NewestAsync(db, connection, kind, objectId, cancellationToken);
        var hash = DocumentContent.HashOf(content);
        var at = requestedAt < now ? requestedAt : now;
        if (newest?.RequestedAt > now)
        {
            await PutBeforeAsync(db, connection, kind, objectId, at, cancellationToken);
        }

        if (newest is not null && (newest.RequestedAt > at || newest.Hash == hash))
        {
            newest.RequestedAt = newest.RequestedAt > at ? newest.RequestedAt : at;
            return new(newest, false);
        }

        var document = new Document
        {
            UserId = connection.UserId,
            Source = connection.Source,
            Kind = kind,
            ObjectId = objectId,
            Hash = hash,
            Content = DocumentContent.Compress(content),
            RequestedAt = at,
        };
        db.Documents.Add(document);
        return new(document, true);
    }

    /// <summary>Keeps a file once, however often it is brought; the copy of now takes the place of one that was damaged since.</summary>
    /// <param name="compressed">Its content as it is stored.</param>
    /// <param name="timeZone">Where it was recorded, as the person says; the last that says so counts.</param>
    public static async Task<Document> StoreFileAsync(
        FitGlueDb db,
        Guid userId,
        string source,
        string hash,
        byte[] compressed,
        string? timeZone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var known = await db.Documents.FirstOrDefaultAsync(
            row => row.UserId == userId && row.Source == source && row.Kind == DocumentKind.File && row.ObjectId == hash,
            cancellationToken
        );
        if (known is not null)
        {
            (known.Content, known.RequestedAt, known.TimeZone) = (compressed, now, timeZone ?? known.TimeZone);
            return known;
        }

        var document = new Document
        {
            UserId = userId,
            Source = source,
            Kind = DocumentKind.File,
            ObjectId = hash,
            Hash = hash,
            Content = compressed,
            RequestedAt = now,
            TimeZone = timeZone,
        };
        db.Documents.Add(document);
        return document;
    }

    /// <summary>Hash of the document that the newest revision was made of: a newer one may have been kept that could not be read.</summary>
    /// <param name="activity">One, or none.</param>
    /// <returns>Null: there is no such activity.</returns>
    public static Task<string?> MappedHashAsync(FitGlueDb db, IQueryable<ActivityRow> activity, CancellationToken cancellationToken) =>
        activity
            .SelectMany(row => db.ActivityRevisions.Where(version => version.ActivityId == row.Id && version.Revision == row.Revision))
            .SelectMany(version => db.Documents.Where(stored => stored.Id == version.WorkoutDocumentId))
            .Select(stored => stored.Hash)
            .FirstOrDefaultAsync(cancellationToken);

    public static Task<Document?> NewestAsync(
        FitGlueDb db,
        Connection connection,
        DocumentKind kind,
        string objectId,
        CancellationToken cancellationToken
    ) => NewestFirst(db, connection, kind, objectId).FirstOrDefaultAsync(cancellationToken);

    // They keep their order, and are older than what is asked for now.
    private static async Task PutBeforeAsync(
        FitGlueDb db,
        Connection connection,
        DocumentKind kind,
        string objectId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var later = await NewestFirst(db, connection, kind, objectId).Where(row => row.RequestedAt >= at).ToListAsync(cancellationToken);
        foreach (var (i, row) in later.Index())
        {
            row.RequestedAt = at.AddTicks(-1 - i);
        }
    }

    private static IQueryable<Document> NewestFirst(FitGlueDb db, Connection connection, DocumentKind kind, string objectId) =>
        db
            .Documents.Where(row =>
                row.UserId == connection.UserId && row.Source == connection.Source && row.Kind == kind && row.ObjectId == objectId
            )
            .OrderByDescending(row => row.RequestedAt)
            .ThenByDescending(row => row.Id);
}

/// <param name="IsNew">False: the newest one said the same, or more than that.</param>
internal sealed record StoredDocument(Document Document, bool IsNew);
