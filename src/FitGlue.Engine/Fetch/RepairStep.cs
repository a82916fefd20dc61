using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Fetches a workout again whose stored documents were damaged: what the source still has takes their place.</summary>
public sealed class RepairStep(StepRunner runner, WorkQueue queue, Database database, WorkoutFetch fetch, Keep keep, Hints hints)
{
    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Repair).OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        await using var look = await database.OpenAsync(cancellationToken);
        var fetched = await fetch.WorkoutAsync(
            await look.ReadConnectionAsync(row.ConnectionId, cancellationToken),
            row.ObjectId!,
            "Fetched again: the stored copy was damaged",
            Finding.Import,
            cancellationToken
        );
        if (fetched is null)
        {
            return new Fate.Done("The source no longer has it: the damaged copy cannot be repaired.");
        }

        var userId = Guid.Empty;
        await queue.FinishAsync(
            claim,
            found => found.Id == row.Id,
            async (db, _) =>
            {
                var connection = await db.Connections.SingleAsync(connection => connection.Id == row.ConnectionId, cancellationToken);
                userId = connection.UserId;
                var repaired = await RepairAsync(db, connection, fetched, cancellationToken);
                await keep.SaveAsync(db, connection, fetched, cancellationToken);
                return new Fate.Done($"{repaired} damaged documents were replaced by what the source has.");
            },
            cancellationToken
        );
        hints.Athlete(userId);
        return null;
    }

    // The hash of a damaged document says what it was: the answer takes its place only where it is the same.
    private static async Task<int> RepairAsync(FitGlueDb db, Connection connection, Fetched fetched, CancellationToken cancellationToken)
    {
        var texts = new[] { fetched.Workout.Json, fetched.HeartRate is { } samples ? DocumentContent.OfHeartRate(samples) : null }
            .OfType<string>()
            .ToDictionary(DocumentContent.HashOf);
        var documents = await db
            .Documents.Where(row =>
                row.UserId == connection.UserId && row.Source == connection.Source && row.ObjectId == fetched.Workout.ObjectId
            )
            .ToListAsync(cancellationToken);
        var repaired = 0;
        foreach (var document in documents.Where(document => !DocumentContent.Matches(document.Content, document.Hash)))
        {
            if (texts.GetValueOrDefault(document.Hash) is { } text)
            {
                document.Content = DocumentContent.Compress(text);
                repaired++;
            }
        }

        await db
            .Maintenance.Where(record => record.Name == MaintenanceRecord.Scrub)
            .ExecuteUpdateAsync(set => set.SetProperty(record => record.Repaired, record => record.Repaired + repaired), cancellationToken);
        return repaired;
    }
}
