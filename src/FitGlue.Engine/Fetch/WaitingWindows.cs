using FitGlue.Core.Activities;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Windows of other sources' activities whose heart rate the device may still bring.</summary>
internal static class WaitingWindows
{
    /// <summary>
    /// Part of the write that keeps samples for whatever reason: a window that they lie in is asked for at once rather than at its next
    /// hour, and the run that went on without them follows. Whoever keeps the same again hurries nothing.
    /// </summary>
    public static async Task HurryAsync(
        FitGlueDb db,
        Guid connectionId,
        IReadOnlyList<HeartRateSample> kept,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var waiting = await db
            .Schedule.AsNoTracking()
            .Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Window)
            .Where(row => row.State == WorkState.Snoozed && row.NextAttemptAt > now)
            .Select(row => new { row.Id, row.ObjectId })
            .ToListAsync(cancellationToken);
        if (waiting is [])
        {
            return;
        }

        var rows = waiting.ToLookup(row => OtherHeartRates.ActivityOf(row.ObjectId), row => row.Id);
        var activities = rows.Select(window => window.Key).OfType<Guid>().ToList();
        var windows = await db
            .Activities.AsNoTracking()
            .Where(row => activities.Contains(row.Id) && row.State != ActivityState.Deleted)
            .Select(row => new
            {
                row.Id,
                row.StartTime,
                row.EndTime,
            })
            .ToListAsync(cancellationToken);
        var covered = windows
            .Where(window =>
                kept.Any(sample => sample.Time >= window.StartTime - HeartRate.Margin && sample.Time <= window.EndTime + HeartRate.Margin)
            )
            .SelectMany(window => rows[window.Id])
            .ToList();

        // One that is taken up meanwhile asks anyhow.
        await db
            .Schedule.Where(row => covered.Contains(row.Id) && row.State == WorkState.Snoozed)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAt, now), cancellationToken);
    }
}
