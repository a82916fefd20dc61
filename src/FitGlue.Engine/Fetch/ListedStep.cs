using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Fetches the heart rate of listed workouts, newest first. Those of a backfill wait for its own turn.</summary>
public sealed class ListedStep(StepRunner runner, WorkQueue queue, Database database, Registry registry, ListedFetch listed, Hints hints)
{
    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => Rows(db, connectionId).OrderByDescending(row => row.StartTime),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private static IQueryable<ScheduledFetch> Rows(FitGlueDb db, Guid connectionId) =>
        db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Listed && row.BackfillId == null);

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(row.ConnectionId, cancellationToken);
        try
        {
            var rows = await WithOlderAsync(look, row, cancellationToken);
            var group = ListedFetch.GroupOf(rows, registry.Sources[connection.Source]);
            var heartRate = await listed.AskAsync(connection.Id, group, Urgency.Reconcile, cancellationToken);
            await queue.FinishAsync(
                claim,
                found => found.Id == row.Id,
                async (db, found) =>
                {
                    await listed.SaveAsync(db, connection, group, heartRate, cancellationToken);
                    return new Fate.Done();
                },
                cancellationToken
            );
        }
        catch (UnreadableFetchException exception)
        {
            await queue.FinishAsync(
                claim,
                found => found.Id == row.Id,
                async (db, _) =>
                {
                    await listed.KeepUnreadableAsync(db, connection, row, cancellationToken);
                    return new Fate.Dead(exception.Message);
                },
                cancellationToken
            );
        }

        hints.Athlete(connection.UserId);
        return null;
    }

    // Only this connection's grain works on its schedule, so that waiting neighbors need no claim of their own.
    private static async Task<IReadOnlyList<ScheduledFetch>> WithOlderAsync(
        FitGlueDb db,
        ScheduledFetch row,
        CancellationToken cancellationToken
    )
    {
        var older = await Rows(db, row.ConnectionId)
            .AsNoTracking()
            .Where(other => other.Id != row.Id && other.State == WorkState.Waiting && other.StartTime <= row.StartTime)
            .OrderByDescending(other => other.StartTime)
            .Take(ListedFetch.Sight)
            .ToListAsync(cancellationToken);
        return [row, .. older];
    }
}
