using FitGlue.Core.Targets;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Deliver;

/// <summary>A restore and what became of its deliveries.</summary>
/// <param name="ResumedAt">Null: nothing is sent yet.</param>
public sealed record Restored(DateTimeOffset RestoredAt, string? BackupOf, DateTimeOffset? ResumedAt)
{
    public bool IsPaused => ResumedAt is null;
}

/// <summary>What waits at one target after a restore.</summary>
/// <param name="AlreadyThere">Found at the target: it is updated, not sent again.</param>
/// <param name="ToBeSent">Not at the target.</param>
/// <param name="CannotTell">The target cannot say: each of these waits for the person among the stuck items.</param>
public sealed record Comparison(string Target, int AlreadyThere, int ToBeSent, int CannotTell);

/// <summary>
/// After a restore nobody here knows what was delivered since the backup. Nothing is sent until a person has compared, and each first
/// delivery of an older workout asks its target before it is sent.
/// </summary>
public sealed class RestoredDeliveries(
    Database database,
    Maintenance maintenance,
    Registry registry,
    Shipping shipping,
    Hints hints,
    TimeProvider time
)
{
    internal const string CannotTell =
        "This server was restored from a backup, and this target cannot say whether it has the workout already. Look there: if it is missing, try again here; if it is there, dismiss this.";

    /// <returns>Null: this installation was never restored.</returns>
    public async Task<Restored?> LastAsync(CancellationToken cancellationToken) =>
        await maintenance.LastAsync(MaintenanceRecord.Restore, cancellationToken) is { } record
            ? new(record.LastRunAt, record.Text, record.LastGoodAt)
            : null;

    /// <summary>Whether the place may have it although we know nothing of that.</summary>
    public static bool MayBeThere(Delivery delivery, Restored? restored) =>
        restored is not null
        && delivery.ExternalId is null
        && delivery.StartTime < restored.RestoredAt
        && !(delivery.ComparedAt >= restored.RestoredAt);

    /// <summary>Asks each target about what waits for it. Sends and changes nothing.</summary>
    public async Task<IReadOnlyList<Comparison>> CompareAsync(Guid userId, CancellationToken cancellationToken)
    {
        var restored = await LastAsync(cancellationToken);
        await using var db = await database.OpenAsync(cancellationToken);
        var waiting = await db
            .Deliveries.AsNoTracking()
            .Where(row => row.UserId == userId && row.ExternalId == null && row.State != WorkState.Done && row.State != WorkState.Dead)
            .OrderBy(row => row.StartTime)
            .ToListAsync(cancellationToken);
        var answers = new List<(string Target, bool? IsThere)>();
        foreach (var delivery in waiting.Where(delivery => MayBeThere(delivery, restored)))
        {
            answers.Add((delivery.Target, await IsThereAsync(db, delivery, cancellationToken)));
        }

        return
        [
            .. answers
                .GroupBy(answer => answer.Target)
                .Select(group => new Comparison(
                    registry.Targets.GetValueOrDefault(group.Key)?.Info.Name ?? group.Key,
                    group.Count(answer => answer.IsThere is true),
                    group.Count(answer => answer.IsThere is false),
                    group.Count(answer => answer.IsThere is null)
                )),
        ];
    }

    /// <summary>Lets the deliveries go.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var places = await database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                await db
                    .Maintenance.Where(record => record.Name == MaintenanceRecord.Restore && record.LastGoodAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(record => record.LastGoodAt, now), cancellationToken);
                return await db
                    .Deliveries.Where(WorkQueue.Due<Delivery>(now))
                    .Select(row => row.Place)
                    .Distinct()
                    .ToListAsync(cancellationToken);
            },
            cancellationToken
        );
        places.ForEach(hints.Place);
    }

    /// <returns>Null: the target cannot say.</returns>
    private async Task<bool?> IsThereAsync(FitGlueDb db, Delivery delivery, CancellationToken cancellationToken)
    {
        var run = await db.Runs.AsNoTracking().SingleAsync(run => run.Id == delivery.RunId, cancellationToken);
        var row = await db.Activities.AsNoTracking().SingleAsync(row => row.Id == delivery.ActivityId, cancellationToken);
        var pipeline = await db.Pipelines.AsNoTracking().FirstOrDefaultAsync(row => row.Id == run.PipelineId, cancellationToken);
        if (
            pipeline?.Targets.FirstOrDefault(entry => entry.Place == delivery.Place) is not { } entry
            || registry.Targets.GetValueOrDefault(entry.Type) is not ISearchableTarget target
        )
        {
            return null;
        }

        var shipment = await shipping.ShipmentAsync(delivery, run, row, entry, cancellationToken);
        return await target.FindAsync(shipment, target.Settings.Read(entry.Settings), cancellationToken) is not null;
    }
}
