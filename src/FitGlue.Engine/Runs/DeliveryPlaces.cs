using FitGlue.Engine.Backfills;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>
/// Where a run goes: to what the pipeline delivers, to what a backfill was asked for, and to where the workout is already. What a person
/// brings goes everywhere, whatever its date.
/// </summary>
public static class DeliveryPlaces
{
    /// <param name="start">Of the workout.</param>
    /// <param name="backfill">Null: it came the ordinary way.</param>
    /// <param name="present">Places that have the workout, or are about to.</param>
    /// <param name="broughtAt">When a person last brought its file; null: a source had it.</param>
    public static IReadOnlyList<TargetEntry> Of(
        Pipeline pipeline,
        DateTimeOffset start,
        BackfillWish? backfill,
        IReadOnlyCollection<string> present,
        DateTimeOffset? broughtAt,
        DateTimeOffset now
    ) =>
        IsBrought(pipeline, present, broughtAt) || (start >= pipeline.DeliverFrom && !IsQuiet(start, backfill, now))
            ? pipeline.Targets
            : [.. pipeline.Targets.Where(target => present.Contains(target.Place) || backfill?.DeliverTo.Contains(target.Place) is true)];

    // A later pipeline leaves alone what went somewhere before it was made, until the person brings it again.
    private static bool IsBrought(Pipeline pipeline, IReadOnlyCollection<string> present, DateTimeOffset? broughtAt) =>
        broughtAt is { } at && (present.Count == 0 || at >= pipeline.CreatedAt);

    // Of the last days a backfill finds what the next look at them would have found, and that is delivered as always.
    private static bool IsQuiet(DateTimeOffset start, BackfillWish? backfill, DateTimeOffset now) =>
        backfill is not null && start < now.AddDays(-ReconcilePlan.LongDays);

    /// <returns>The places, and those of them left out because the workout came from there.</returns>
    internal static async Task<(IReadOnlyList<TargetEntry> Places, IReadOnlyList<TargetEntry> CameFrom)> ReadAsync(
        FitGlueDb db,
        Run run,
        Pipeline pipeline,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var activity = await db.Activities.AsNoTracking().SingleAsync(row => row.Id == run.ActivityId, cancellationToken);
        var present = await db
            .Deliveries.Where(row => row.ActivityId == run.ActivityId)
            .Select(row => row.Place)
            .ToListAsync(cancellationToken);
        var wish = await WishAsync(db, activity, cancellationToken);
        var origin = Origins.Of(activity);
        var places = Of(pipeline, run.StartTime, wish, present, await BroughtAtAsync(db, run, cancellationToken), now);
        return ([.. places.Where(target => origin.Allows(target.Type))], [.. places.Where(target => !origin.Allows(target.Type))]);
    }

    private static Task<DateTimeOffset?> BroughtAtAsync(FitGlueDb db, Run run, CancellationToken cancellationToken) =>
        db
            .ActivityRevisions.Where(version => version.ActivityId == run.ActivityId && version.Revision == run.Revision)
            .SelectMany(version => db.Documents.Where(file => file.Id == version.WorkoutDocumentId && file.Kind == DocumentKind.File))
            .Select(file => (DateTimeOffset?)file.RequestedAt)
            .FirstOrDefaultAsync(cancellationToken);

    // A backfill whose row is gone, with its connection, wished nothing. Where several are at the same days, each wish counts, whichever
    // of them brought the workout; one that was over before the workout became what it is now does not.
    private static async Task<BackfillWish?> WishAsync(FitGlueDb db, ActivityRow activity, CancellationToken cancellationToken)
    {
        if (activity.BackfillId is not { } id)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(StoredActivity.Read(activity.Content).StartTime.DateTime);
        var wishes = await db
            .Backfills.AsNoTracking()
            .Where(row =>
                row.Id == id
                || (
                    row.ConnectionId == activity.ConnectionId
                    && !row.DryRun
                    && row.From <= day
                    && row.To >= day
                    && (row.FinishedAt == null || (row.FinishedAt >= activity.ChangedAt && row.LastError != Backfill.Canceled))
                )
            )
            .ToListAsync(cancellationToken);
        return new([.. wishes.SelectMany(row => row.DeliverTo).Distinct()]);
    }
}

/// <param name="DeliverTo">Places that the person chose; none: quiet.</param>
public sealed record BackfillWish(IReadOnlyList<string> DeliverTo);
