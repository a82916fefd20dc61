using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Lists a range of days once: the first import, and what a person asks for.</summary>
public sealed class ImportStep(StepRunner runner, WorkQueue queue, Listing listing, TimeProvider time)
{
    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Import).OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (from, to) = (row.From ?? today.AddDays(-ReconcilePlan.Days), row.To ?? today.AddDays(1));
        var listed = await listing.ReadAsync(row.ConnectionId, from, to, Urgency.Reconcile, cancellationToken);
        await queue.FinishAsync(
            claim,
            found => found.Id == row.Id,
            async (db, _) =>
            {
                var connection = await db.Connections.SingleAsync(connection => connection.Id == row.ConnectionId, cancellationToken);
                foreach (var document in listed.Documents)
                {
                    await listing.ExpectAsync(db, connection, listed, document, Finding.Import, cancellationToken);
                }

                await ClaimAsync(db, connection, listed, cancellationToken);
                ReconcilePlan.Note(connection, listed, today);
                return new Fate.Done();
            },
            cancellationToken
        );
        return null;
    }

    // Whoever disconnected and came back with the same account finds the workouts that are his again.
    private static Task<int> ClaimAsync(FitGlueDb db, Connection connection, ListedDays listed, CancellationToken cancellationToken)
    {
        var ids = listed.Documents.Select(document => document.ObjectId).ToList();
        return db
            .Activities.Where(row => row.UserId == connection.UserId && row.Source == connection.Source)
            .Where(row => row.ConnectionId != connection.Id && ids.Contains(row.ExternalId))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ConnectionId, connection.Id), cancellationToken);
    }
}
