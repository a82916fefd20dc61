using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Lists the last days again and again: completeness comes from this, webhooks bring freshness.</summary>
public sealed class ReconcileStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    Listing listing,
    Vanishing vanishing,
    SourceAccess access,
    Keep keep,
    Settling settling,
    Notified notified,
    ReconcileMetrics metrics,
    TimeProvider time
)
{
    /// <summary>Of so many workouts at the most a habit is read.</summary>
    private const int Habit = 100;

    /// <summary>Looks in a row that did not happen: then it was we who were away.</summary>
    private const int MissedLooks = 3;

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Reconcile).OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var connection = await LoadAsync(claim.Row.ConnectionId, cancellationToken);
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var from = ReconcilePlan.From(connection.LastListedAt, connection.LastLongListedAt, now);
        var listed = await listing.ReadAsync(connection.Id, from, today.AddDays(1), Urgency.Reconcile, cancellationToken);
        var gone = await vanishing.FindAsync(connection, listed, Urgency.Reconcile, cancellationToken);
        var lastData = await LastDataAsync(connection.Id, cancellationToken);
        var (isNotified, found) = (notified.CallbackOf(connection.Source) is not null, new Findings());
        await queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                var held = await db.Connections.SingleAsync(held => held.Id == connection.Id, cancellationToken);
                found = await SaveAsync(db, held, listed, gone, cancellationToken);
                held.LastDataAt = lastData ?? held.LastDataAt;
                ReconcilePlan.Note(held, listed, today);
                await settling.ReleaseForgottenAsync(db, held, cancellationToken);
                row.Attempt = 0;
                NoteSilence(held, row, isNotified && found.Any && !WasAway(connection, listed.Source, now));
                return await NextAsync(db, held, row, listed.Source, cancellationToken);
            },
            cancellationToken
        );
        metrics.Found(connection.Source, "new", isNotified, found.New);
        metrics.Found(connection.Source, "changed", isNotified, found.Changed);
        metrics.Found(connection.Source, "gone", isNotified, found.Gone);
        return null;
    }

    private async Task<Findings> SaveAsync(
        FitGlueDb db,
        Connection connection,
        ListedDays listed,
        IReadOnlyList<string> gone,
        CancellationToken cancellationToken
    )
    {
        // Whether webhooks tell is judged by workouts: sessions are announced only while somebody takes them.
        var all = new List<Expectation>();
        foreach (var document in listed.Documents)
        {
            var what = await listing.ExpectAsync(db, connection, listed, document, Finding.Reconcile, cancellationToken);
            all.AddRange(listed.Source.IsSession(document.ObjectId) ? [] : [what]);
        }

        foreach (var id in gone)
        {
            await keep.DeleteAsync(db, connection, id, cancellationToken);
        }

        return new(
            all.Count(what => what is Expectation.New),
            all.Count(what => what is Expectation.Changed),
            gone.Count(id => !listed.Source.IsSession(id))
        );
    }

    // What was found just now may still be announced: only what has not been by the next look tells that webhooks fell silent.
    private void NoteSilence(Connection connection, ScheduledFetch row, bool missed)
    {
        row.MissedSince = connection.LastWebhookAt >= row.MissedSince ? null : row.MissedSince;
        connection.WebhooksSilentSince ??= ReconcilePlan.SilentSince(row.MissedSince, connection.LastWebhookAt, time.GetUtcNow());
        row.MissedSince ??= missed ? time.GetUtcNow() : null;
    }

    // What happened while nobody here could be told was not missed by webhooks: they are not sent for ever.
    private static bool WasAway(Connection before, IConnectedSource source, DateTimeOffset now) =>
        now - (before.LastListedAt ?? before.CreatedAt) > source.ReconcileInterval(notified: true) * MissedLooks;

    private async Task<Fate> NextAsync(
        FitGlueDb db,
        Connection connection,
        ScheduledFetch row,
        IConnectedSource source,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var ends = await db
            .Activities.Where(activity => activity.UserId == connection.UserId && activity.Source == connection.Source)
            .OrderByDescending(activity => activity.StartTime)
            .Select(activity => activity.EndTime)
            .Take(Habit)
            .ToListAsync(cancellationToken);

        // Webhooks that fell silent are no way any more: polling is, at its own pace.
        var told = notified.CallbackOf(connection.Source) is not null && connection.WebhooksSilentSince is null;
        var wait = ReconcilePlan.Wait(
            source.ReconcileInterval(told),
            ReconcilePlan.IsUnusuallySilent(ends, now),
            told && row.MissedSince is not null,
            Random.Shared.NextDouble()
        );
        return new Fate.Snoozed(now + wait, "The last days are listed again then.");
    }

    // For the person's eyes alone: without it everything else goes on.
    private async Task<DateTimeOffset?> LastDataAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        try
        {
            return await access.CallAsync(
                connectionId,
                SourceCall.HeartRate,
                Urgency.Reconcile,
                (source, token) => source.FetchLastDataAsync(token, cancellationToken),
                cancellationToken
            );
        }
        catch (ServiceException)
        {
            return null;
        }
    }

    private async Task<Connection> LoadAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.ReadConnectionAsync(connectionId, cancellationToken);
    }

    private readonly record struct Findings(int New, int Changed, int Gone)
    {
        public bool Any => New + Changed + Gone > 0;
    }
}
