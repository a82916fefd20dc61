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
