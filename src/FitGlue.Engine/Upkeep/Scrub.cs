using System.Diagnostics.Metrics;
using FitGlue.Engine.Days;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Upkeep;

/// <summary>Compares everything that sources sent with the hash it came with; what is damaged is asked for again.</summary>
public sealed class Scrub(Database database, Maintenance maintenance, Hints hints, TimeProvider time)
{
    private static readonly Meter Meter = new("FitGlue.Storage");

    private static readonly Counter<long> Mismatches = Meter.CreateCounter<long>("fitglue_payload_hash_mismatch");

    /// <summary>How many days of day records are listed again and again: what is older cannot be asked for by itself.</summary>
    private const int ListedDays = 30;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var documents = await DamagedDocumentsAsync(cancellationToken);
        var days = await DamagedDaysAsync(cancellationToken);
        Mismatches.Add(documents.Count + days.Count);
        var connections = documents.Count + days.Count == 0 ? [] : await AskAgainAsync(documents, days, cancellationToken);
        await maintenance.NoteAsync(
            MaintenanceRecord.Scrub,
            record =>
            {
                record.LastGoodAt = documents.Count + days.Count == 0 ? time.GetUtcNow() : record.LastGoodAt;
                record.Found = documents.Count + days.Count;
                record.Text = TextOf(documents, days.Count);
            },
            cancellationToken
        );
        connections.ForEach(hints.Connection);
    }

    private static string TextOf(List<Damaged> documents, int days)
    {
        var files = documents.Count(one => one.IsFile);
        string?[] sentences =
        [
            documents.Count + days == 0 ? "Every document is what it was when it came." : null,
            documents.Count + days > files
                ? $"{documents.Count + days - files} documents are damaged; they are asked for at their source again."
                : null,
            files > 0 ? $"{files} uploaded files are damaged; upload the same files again, and they are whole." : null,
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    private async Task<List<Damaged>> DamagedDocumentsAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var damaged = new List<Damaged>();
        await foreach (
            var row in db.Documents.AsNoTracking().OrderBy(row => row.Id).AsAsyncEnumerable().WithCancellation(cancellationToken)
        )
        {
            if (!DocumentContent.Matches(row.Content, row.Hash))
            {
                damaged.Add(new(row.UserId, row.Source, row.ObjectId, row.Kind is DocumentKind.File));
            }
        }

        return damaged;
    }

    private async Task<List<DayRow>> DamagedDaysAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var damaged = new List<DayRow>();
        await foreach (var row in db.DayRecords.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!DocumentContent.Matches(row.Content, row.Hash))
            {
                damaged.Add(row);
            }
        }

        return damaged;
    }

    private Task<List<Guid>> AskAgainAsync(List<Damaged> documents, List<DayRow> days, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var connections = await db.Connections.ToListAsync(cancellationToken);
                Guid? ConnectionOf(Guid user, string source) =>
                    connections.FirstOrDefault(row => row.UserId == user && row.Source == source)?.Id;
                foreach (var one in documents.Where(one => !one.IsFile).Distinct())
                {
                    if (ConnectionOf(one.UserId, one.Source) is { } connection)
                    {
                        await AskForWorkoutAsync(db, connection, one.ObjectId, cancellationToken);
                    }
                }

                var earliest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - ListedDays);
                foreach (var day in days.Where(day => day.Day >= earliest))
                {
                    if (ConnectionOf(day.UserId, day.Source) is { } connection)
                    {
                        await AskForDayAsync(db, connection, day, cancellationToken);
                    }
                }

                return connections.ConvertAll(connection => connection.Id);
            },
            cancellationToken
        );

    private async Task AskForWorkoutAsync(FitGlueDb db, Guid connection, string objectId, CancellationToken cancellationToken)
    {
        var asked = await db.Schedule.AnyAsync(
            row =>
                row.ConnectionId == connection && row.ObjectId == objectId && row.Kind == FetchKind.Repair && row.State != WorkState.Done,
            cancellationToken
        );
        if (!asked)
        {
            db.Schedule.Add(
                new()
                {
                    ConnectionId = connection,
                    Kind = FetchKind.Repair,
                    ObjectId = objectId,
                    NextAttemptAt = time.GetUtcNow(),
                }
            );
        }
    }

    // The list of the days makes the row again.
    private async Task AskForDayAsync(FitGlueDb db, Guid connection, DayRow day, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.DayRecords.Where(row => row.Id == day.Id).ExecuteDeleteAsync(cancellationToken);
        await db
            .Schedule.Where(row => row.ConnectionId == connection && row.Kind == FetchKind.Days && row.State == WorkState.Snoozed)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAt, now), cancellationToken);
    }

    private sealed record Damaged(Guid UserId, string Source, string ObjectId, bool IsFile);
}
