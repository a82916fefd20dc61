using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.History;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Days;

/// <summary>What sources know of a person's days: read by answers and boosters, kept as it was sent.</summary>
public sealed class DayStore(Database database, Registry registry)
{
    /// <summary>The records whose local day lies in [from, to], by day; what cannot be read is left out.</summary>
    public async Task<IReadOnlyList<DayRecord>> ReadAsync(
        Guid userId,
        DayRecordKind kind,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = await db
            .DayRecords.AsNoTracking()
            .Where(row => row.UserId == userId && row.Kind == kind && row.Day >= from && row.Day <= to)
            .OrderBy(row => row.Day)
            .ThenBy(row => row.ObjectId)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(Read).OfType<DayRecord>()];
    }

    /// <summary>Makes what is stored of these days equal to a complete list. An older list changes nothing.</summary>
    internal static async Task SaveAsync(
        FitGlueDb db,
        Connection connection,
        ListedRecords listed,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ids = listed.Documents.Select(document => document.ObjectId).ToHashSet(StringComparer.Ordinal);
        var known = await db
            .DayRecords.Where(row => row.UserId == connection.UserId && row.Source == connection.Source && row.Kind == listed.Kind)
            .Where(row => (row.Day >= listed.From && row.Day <= listed.To) || ids.Contains(row.ObjectId))
            .ToDictionaryAsync(row => row.ObjectId, cancellationToken);
        foreach (var document in listed.Documents.DistinctBy(document => document.ObjectId))
        {
            if (known.TryGetValue(document.ObjectId, out var row))
            {
                Update(row, document, listed.RequestedAt, now);
            }
            else
            {
                db.DayRecords.Add(New(connection, listed, document));
            }
        }

        var gone = known.Values.Where(row => !ids.Contains(row.ObjectId) && !IsNewer(row, listed.RequestedAt, now)).ToList();
        db.DayRecords.RemoveRange(gone);
        await MarkAsync(db, connection.UserId, gone.Select(row => row.Day), cancellationToken);
    }

    // A local day begins up to half a day before the UTC day.
    private static Task MarkAsync(FitGlueDb db, Guid userId, IEnumerable<DateOnly> removed, CancellationToken cancellationToken)
    {
        var changed = db
            .ChangeTracker.Entries<DayRow>()
            .Where(entry => entry.State is EntityState.Added || entry.Property(row => row.Hash).IsModified)
            .Select(entry => entry.Entity.Day)
            .Concat(removed)
            .ToList();
        return changed.Count == 0
            ? Task.CompletedTask
            : Outdating.MarkAsync(db, userId, new(changed.Min().AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero), cancellationToken);
    }

    // One of later than now was asked for by a clock that was put back since.
    private static bool IsNewer(DayRow row, DateTimeOffset requestedAt, DateTimeOffset now) =>
        row.RequestedAt > requestedAt && row.RequestedAt <= now;

    private DayRecord? Read(DayRow row) =>
        (registry.Sources.GetValueOrDefault(row.Source) as IDayRecordSource)?.ReadDay(row.Kind, DocumentContent.Expand(row.Content));

    private static void Update(DayRow row, DayDocument document, DateTimeOffset requestedAt, DateTimeOffset now)
    {
        if (IsNewer(row, requestedAt, now))
        {
            return;
        }

        (row.Day, row.RequestedAt) = (document.Day, requestedAt);
        var hash = DocumentContent.HashOf(document.Json);
        if (row.Hash != hash)
        {
            (row.Hash, row.Content) = (hash, DocumentContent.Compress(document.Json));
        }
    }

    private static DayRow New(Connection connection, ListedRecords listed, DayDocument document) =>
        new()
        {
            UserId = connection.UserId,
            Source = connection.Source,
            Kind = listed.Kind,
            ObjectId = document.ObjectId,
            Day = document.Day,
            Hash = DocumentContent.HashOf(document.Json),
            Content = DocumentContent.Compress(document.Json),
            RequestedAt = listed.RequestedAt,
        };
}
