using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Answers;

/// <summary>Gathers what the question about delays is answered by.</summary>
internal static class SyncReading
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public static async Task<DelayedSyncEvidence> ReadAsync(
        FitGlueDb db,
        Subject subject,
        Registry registry,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var arrivals = await ArrivalsAsync(db, subject, now - Month, cancellationToken);
        var told = arrivals.Where(arrival => arrival.AtSourceAt is not null).ToList();
        var newest = arrivals is [.., var last] ? last : null;
        var subscription = await db
            .Subscriptions.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Source == subject.Connection.Source, cancellationToken);
        var evidence = new DelayedSyncEvidence
        {
            Standing = subject.Standing,
            ToSource = Clock.Of([.. told.Select(arrival => NotNegative(arrival.AtSourceAt!.Value - arrival.EndedAt))]),
            ToUs = Clock.Of([.. told.Select(arrival => NotNegative(arrival.ArrivedAt - arrival.AtSourceAt!.Value))]),
            ToTargets = await ToTargetsAsync(db, subject, now - Month, cancellationToken),
            Notified = subject.Notified,
            Interval = subject.Source.ReconcileInterval(subject.Notified),
            WebhooksSilentSince = subject.Connection.WebhooksSilentSince,
            SubscriptionRepairedAt = subscription?.RepairedAt,
            MissedByWebhooks = subject.Notified
                ? await ActivitiesReading.FoundByLookingAsync(db, subject, now - Month, cancellationToken)
                : 0,
            SourceLimitUntil = await Healths.LimitedUntilAsync(db, subject.Connection, now, cancellationToken),
            NewestEndedAt = newest?.EndedAt,
            NewestArrivedAt = newest?.ArrivedAt,
        };
        return await WithWaitingAsync(db, subject, evidence, registry, now, cancellationToken);
    }

    private sealed record Arrival(DateTimeOffset EndedAt, DateTimeOffset? AtSourceAt, DateTimeOffset ArrivedAt);

    private static async Task<IReadOnlyList<Arrival>> ArrivalsAsync(
        FitGlueDb db,
        Subject subject,
        DateTimeOffset from,
        CancellationToken cancellationToken
    ) =>
        await db
            .ActivityRevisions.Where(revision => revision.Revision == 1 && revision.CreatedAt >= from)
            .Join(
                subject.Workouts(db),
                revision => revision.ActivityId,
                row => row.Id,
                (revision, row) =>
                    new
                    {
                        row.EndTime,
                        revision.AtSourceAt,
                        revision.CreatedAt,
                    }
            )
            .OrderBy(pair => pair.CreatedAt)
            .ThenBy(pair => pair.EndTime)
            .Select(pair => new Arrival(pair.EndTime, pair.AtSourceAt, pair.CreatedAt))
            .ToListAsync(cancellationToken);

    private static async Task<Clock> ToTargetsAsync(FitGlueDb db, Subject subject, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var rows = await Deliveries(db, subject)
            .Where(delivery => delivery.DeliveredAt >= from)
            .Join(
                db.Runs,
                delivery => delivery.DeliveredRunId,
                run => run.Id,
                (delivery, run) => new { delivery.DeliveredAt, run.CreatedAt }
            )
            .OrderBy(pair => pair.DeliveredAt)
            .ToListAsync(cancellationToken);
        return Clock.Of([.. rows.Select(row => NotNegative(row.DeliveredAt!.Value - row.CreatedAt))]);
    }

    private static IQueryable<Deliver.Delivery> Deliveries(FitGlueDb db, Subject subject) =>
        db
            .Deliveries.AsNoTracking()
            .Where(delivery => delivery.UserId == subject.UserId)
            .Where(delivery => db.Activities.Any(row => row.Id == delivery.ActivityId && row.Source == subject.Connection.Source));

    private static async Task<DelayedSyncEvidence> WithWaitingAsync(
        FitGlueDb db,
        Subject subject,
        DelayedSyncEvidence evidence,
        Registry registry,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var deliveries = await Deliveries(db, subject)
            .Where(delivery => delivery.State != WorkState.Done)
            .OrderByDescending(delivery => delivery.NextAttemptAt)
            .ToListAsync(cancellationToken);
        var put = deliveries.Where(row => row.State is WorkState.Snoozed or WorkState.Retrying && row.NextAttemptAt > now).ToList();
        var stopped = deliveries.Where(row => row.State is WorkState.NeedsYou or WorkState.Dead).ToList();
        var due = await DueAsync(db, subject, now, cancellationToken);
        return evidence with
        {
            WaitingTarget = put.FirstOrDefault() is { } first
                ? registry.Targets.GetValueOrDefault(first.Target)?.Info.Name ?? first.Target
                : null,
            WaitingTargetUntil = put.FirstOrDefault()?.NextAttemptAt,
            WaitingDeliveries = put.Count,
            StoppedDeliveries = stopped.Count,
            StoppedRun = stopped.FirstOrDefault()?.RunId,
            Backlog = due.Count,
            BacklogSince = due.Count == 0 ? null : due.Min(),
        };
    }

    // What could be worked on now and is not.
    private static async Task<IReadOnlyList<DateTimeOffset>> DueAsync(
        FitGlueDb db,
        Subject subject,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var connection = subject.Connection.Id;
        return
        [
            .. await DueAtAsync(db.Inbox.Where(row => row.ConnectionId == connection), now, cancellationToken),
            .. await DueAtAsync(db.Schedule.Where(row => row.ConnectionId == connection), now, cancellationToken),
            .. await DueAtAsync(db.Runs.Where(row => row.UserId == subject.UserId), now, cancellationToken),
            .. await DueAtAsync(Deliveries(db, subject), now, cancellationToken),
        ];
    }

    private static Task<List<DateTimeOffset>> DueAtAsync<T>(IQueryable<T> rows, DateTimeOffset now, CancellationToken cancellationToken)
        where T : WorkRow =>
        rows.Where(row => row.State == WorkState.Waiting || row.State == WorkState.Running || row.State == WorkState.Retrying)
            .Where(row => row.NextAttemptAt <= now)
            .Select(row => row.NextAttemptAt)
            .ToListAsync(cancellationToken);

    // Clocks differ by a little: what came before it happened took no time.
    private static TimeSpan NotNegative(TimeSpan duration) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
}
