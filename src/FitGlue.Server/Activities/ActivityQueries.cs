using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using FitGlue.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Activities;

/// <summary>Reads the activities of one user.</summary>
public sealed class ActivityQueries(Database database, ActivityStore store)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ActivityRow>> ListAsync(ActivityFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = db.Activities.AsNoTracking().Where(row => row.UserId == filter.UserId);
        if (filter.From is { } from)
        {
            rows = rows.Where(row => row.StartTime >= from);
        }

        if (filter.To is { } to)
        {
            rows = rows.Where(row => row.StartTime < to);
        }

        if (filter.Before is { } cursor)
        {
            rows = rows.Where(row => row.StartTime < cursor.At || (row.StartTime == cursor.At && row.Id.CompareTo(cursor.Id) < 0));
        }

        return await rows.OrderByDescending(row => row.StartTime)
            .ThenByDescending(row => row.Id)
            .Take(filter.Limit + 1)
            .ToListAsync(cancellationToken);
    }

    public async Task<ActivityRow?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.Activities.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.UserId == userId, cancellationToken);
    }

    /// <summary>The newest revision with its heart rate.</summary>
    public Task<Activity> ReadAsync(ActivityRow row, CancellationToken cancellationToken) =>
        store.ReadAsync(row.Id, row.Revision, cancellationToken);

    /// <summary>Every revision, oldest first.</summary>
    public async Task<IReadOnlyList<ActivityRevision>> RevisionsAsync(Guid activityId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .ActivityRevisions.AsNoTracking()
            .Where(revision => revision.ActivityId == activityId)
            .OrderBy(revision => revision.Revision)
            .ToListAsync(cancellationToken);
    }

    /// <summary>What the source sent for it, oldest first, without the content.</summary>
    public async Task<IReadOnlyList<DocumentModel>> DocumentsAsync(ActivityRow row, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .Documents.Where(document =>
                document.UserId == row.UserId
                && document.Source == row.Source
                && (
                    document.ObjectId == row.ExternalId
                    || db.ActivityRevisions.Any(version => version.ActivityId == row.Id && version.WorkoutDocumentId == document.Id)
                )
            )
            .OrderBy(document => document.RequestedAt)
            .Select(document => new DocumentModel(document.Kind, document.Hash, document.RequestedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What happened to it, oldest first.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(Guid activityId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .Timeline.AsNoTracking()
            .Where(entry => entry.ActivityId == activityId)
            .OrderBy(entry => entry.At)
            .ThenBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
    }
}

/// <param name="Hash">SHA-256 of what was sent.</param>
public sealed record DocumentModel(DocumentKind Kind, string Hash, DateTimeOffset RequestedAt);

/// <summary>Which activities a list holds.</summary>
/// <param name="From">Only those that start at or after it.</param>
/// <param name="To">Only those that start before it.</param>
public sealed record ActivityFilter(Guid UserId, DateTimeOffset? From, DateTimeOffset? To, int Limit)
{
    internal Cursor? Before { get; init; }
}
