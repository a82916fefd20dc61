using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Asks again for heart rate that had not arrived.</summary>
public sealed class SettleStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    Registry registry,
    WorkoutFetch fetch,
    Keep keep,
    Settling settling,
    Hints hints,
    TimeProvider time
)
{
    /// <summary>After the first waits, the next event of that person brings the next try forward.</summary>
    internal const int QuickSteps = 4;

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db =>
                db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Settle)
                    .OrderByDescending(row => row.StartTime),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(row.ConnectionId, cancellationToken);
        var stored =
            await DocumentStore.NewestAsync(look, connection, DocumentKind.Workout, row.ObjectId!, cancellationToken)
            ?? throw new RejectedException("The workout's document is gone.");
        var known = new Fetched(
            new SourceDocument(stored.ObjectId, DocumentContent.Expand(stored.Content)),
            stored.RequestedAt,
            null,
            stored.RequestedAt,
            "Heart rate asked for again",
            Finding.Settle
        );
        var fetched = await fetch.HeartRateAsync(connection.Id, registry.Sources[connection.Source], known, cancellationToken);
        await queue.FinishAsync(
            claim,
            found => found.Id == row.Id,
            async (db, found) =>
            {
                await keep.SaveAsync(db, connection, fetched, cancellationToken);
                return await NextAsync(db, connection, found, cancellationToken);
            },
            cancellationToken
        );
        hints.Athlete(connection.UserId);
        return null;
    }

    private async Task<Fate> NextAsync(FitGlueDb db, Connection connection, ScheduledFetch row, CancellationToken cancellationToken)
    {
        var activity =
            db.Activities.Local.FirstOrDefault(activity => activity.ExternalId == row.ObjectId)
            ?? await db.Activities.FirstAsync(
                activity =>
                    activity.UserId == connection.UserId && activity.Source == connection.Source && activity.ExternalId == row.ObjectId,
                cancellationToken
            );
        if (activity.State is not ActivityState.Provisional)
        {
            return new Fate.Done();
        }

        var schedule = registry.Connected(connection.Source)?.SettleSchedule ?? [];
        row.Step++;

        // An event that brought the last look forward does not end the waiting: the whole schedule has to be over.
        var now = time.GetUtcNow();
        var next =
            row.Step < schedule.Count ? now + schedule[row.Step]
            // The clock was put back since: each look has been made all the same.
            : activity.CreatedAt > now ? now
            : activity.CreatedAt + schedule.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);
        if (next > now)
        {
            return new Fate.Snoozed(next, "The heart rate is not complete at the source yet.");
        }

        await settling.MarkSettledAsync(db, activity, "No more heart rate is expected", cancellationToken);
        return new Fate.Done();
    }
}
