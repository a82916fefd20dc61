using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>Where a run goes: to what the pipeline delivers, to what a backfill was asked for, and to where the workout is already.</summary>
public static class DeliveryPlaces
{
    /// <param name="start">Of the workout.</param>
    /// <param name="backfill">Null: it came the ordinary way.</param>
    /// <param name="present">Places that have the workout, or are about to.</param>
    public static IReadOnlyList<TargetEntry> Of(
        Pipeline pipeline,
        DateTimeOffset start,
        BackfillWish? backfill,
        IReadOnlyCollection<string> present,
        DateTimeOffset now
    ) =>
        start >= pipeline.DeliverFrom && !IsQuiet(start, backfill, now)
            ? pipeline.Targets
            : [.. pipeline.Targets.Where(target => present.Contains(target.Place) || backfill?.DeliverTo.Contains(target.Place) is true)];

    // Of the last days a backfill finds what the next look at them would have found, and that is delivered as always.
    private static bool IsQuiet(DateTimeOffset start, BackfillWish? backfill, DateTimeOffset now) =>
        backfill is not null && start < now.AddDays(-ReconcilePlan.LongDays);

    internal static async Task<IReadOnlyList<TargetEntry>> ReadAsync(
        FitGlueDb db,
        Run run,
        Pipeline pipeline,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var backfillId = await db
            .Activities.Where(row => row.Id == run.ActivityId)
            .Select(row => row.BackfillId)
            .SingleAsync(cancellationToken);
        var present = await db
            .Deliveries.Where(row => row.ActivityId == run.ActivityId)
            .Select(row => row.Place)
            .ToListAsync(cancellationToken);
        return Of(pipeline, run.StartTime, await WishAsync(db, backfillId, cancellationToken), present, now);
    }

    // A backfill whose row is gone, with its connection, wished nothing.
    private static async Task<BackfillWish?> WishAsync(FitGlueDb db, Guid? id, CancellationToken cancellationToken) =>
        id is null ? null : new((await db.Backfills.FirstOrDefaultAsync(row => row.Id == id, cancellationToken))?.DeliverTo ?? []);
}

/// <param name="DeliverTo">Places that the person chose; none: quiet.</param>
public sealed record BackfillWish(IReadOnlyList<string> DeliverTo);
