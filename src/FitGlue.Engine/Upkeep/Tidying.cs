using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Upkeep;

/// <summary>Removes what nobody needs any more.</summary>
public sealed class Tidying(Database database, Maintenance maintenance, TimeProvider time)
{
    /// <summary>An event of an account that nobody here has connected: whoever connects it within this time gets it.</summary>
    private static readonly TimeSpan KeepUnknown = TimeSpan.FromDays(7);

    private static readonly TimeSpan KeepDone = TimeSpan.FromDays(14);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (events, fetches) = await database.WriteAsync(
            async db => (await RemoveUnknownAsync(db, cancellationToken), await RemoveDoneAsync(db, cancellationToken)),
            cancellationToken
        );
        await maintenance.NoteAsync(
            MaintenanceRecord.Tidying,
            good: true,
            $"Removed {events} events of accounts that nobody connected and {fetches} fetches that were done.",
            cancellationToken
        );
    }

    // Only what is for nobody: one whose account was connected meanwhile is not touched, nor one that could not be read.
    private Task<int> RemoveUnknownAsync(FitGlueDb db, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - KeepUnknown;
        return db
            .Inbox.Where(row =>
                row.ConnectionId == null
                && row.State != WorkState.Dead
                && row.ReceivedAt < before
                && !db.Connections.Any(connection => connection.Source == row.Source && connection.ExternalUserId == row.ExternalUserId)
            )
            .ExecuteDeleteAsync(cancellationToken);
    }

    private Task<int> RemoveDoneAsync(FitGlueDb db, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - KeepDone;
        return db
            .Schedule.Where(row =>
                row.State == WorkState.Done && row.NextAttemptAt < before && row.BackfillId == null && row.Kind != FetchKind.Reconcile
            )
            .ExecuteDeleteAsync(cancellationToken);
    }
}
