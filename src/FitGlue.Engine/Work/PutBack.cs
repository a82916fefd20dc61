using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Work;

/// <summary>
/// Notices a clock that was put back, while the server ran or before it started, and brings forward by as much what waits for a time
/// of the clock before.
/// </summary>
public sealed class PutBack(Database database, TimeProvider time)
{
    /// <summary>Smaller corrections do no harm: time servers make them all day.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _last;

    /// <summary>To be asked again and again; what one look brought forward the next one leaves alone.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var by = (_last ?? await LastBeforeStartAsync(cancellationToken)) - now;
        if (by > Noticeable)
        {
            await database.WriteAsync(db => BringForwardAsync(db, now, by.Value, cancellationToken), cancellationToken);
        }

        _last = now;
    }

    // When this server certainly worked: lists are read every hour, and it tidies up every night.
    private async Task<DateTimeOffset?> LastBeforeStartAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var listed = await db.Connections.MaxAsync(row => row.LastListedAt, cancellationToken);
        var tidied = await db
            .Maintenance.Where(row => row.Name == MaintenanceRecord.Tidying)
            .MaxAsync(row => (DateTimeOffset?)row.LastRunAt, cancellationToken);
        return listed > tidied || tidied is null ? listed : tidied;
    }

    private static async Task BringForwardAsync(FitGlueDb db, DateTimeOffset now, TimeSpan by, CancellationToken cancellationToken)
    {
        await BringForwardAsync(db.Inbox, now, by, cancellationToken);
        await BringForwardAsync(db.Schedule, now, by, cancellationToken);
        await BringForwardAsync(db.Backfills, now, by, cancellationToken);
        await BringForwardAsync(db.Runs, now, by, cancellationToken);
        await BringForwardAsync(db.Deliveries, now, by, cancellationToken);
    }

    private static async Task BringForwardAsync<T>(DbSet<T> rows, DateTimeOffset now, TimeSpan by, CancellationToken cancellationToken)
        where T : WorkRow
    {
        var ahead = await rows.Where(row =>
                (row.State == WorkState.Waiting || row.State == WorkState.Retrying || row.State == WorkState.Snoozed)
                && row.NextAttemptAt > now
            )
            .ToListAsync(cancellationToken);
        foreach (var row in ahead)
        {
            row.NextAttemptAt = row.NextAttemptAt - by > now ? row.NextAttemptAt - by : now;
        }
    }
}
