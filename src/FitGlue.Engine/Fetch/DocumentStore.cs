using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>What sources sent, by object: all that differs is kept, the newest counts.</summary>
internal static class DocumentStore
{
    /// <summary>An answer to an older request never replaces that of a newer one, and an equal one only moves the time forward.</summary>
    public static async Task<StoredDocument> StoreAsync(
        FitGlueDb db,
        Connection connection,
        DocumentKind kind,
        string objectId,
        string content,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var newest = await NewestAsync(db, connection, kind, objectId, cancellationToken);
        var hash = DocumentContent.HashOf(content);
        if (newest is not null && (newest.RequestedAt > requestedAt || newest.Hash == hash))
        {
            newest.RequestedAt = newest.RequestedAt > requestedAt ? newest.RequestedAt : requestedAt;
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
            RequestedAt = requestedAt,
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
    ) =>
        db
            .Documents.Where(row =>
                row.UserId == connection.UserId && row.Source == connection.Source && row.Kind == kind && row.ObjectId == objectId
            )
            .OrderByDescending(row => row.RequestedAt)
            .ThenByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
}

/// <param name="IsNew">False: the newest one said the same, or more than that.</param>
internal sealed record StoredDocument(Document Document, bool IsNew);
