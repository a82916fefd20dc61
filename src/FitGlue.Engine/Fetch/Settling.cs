using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Whether more heart rate is expected of an activity, and when to ask for it.</summary>
public sealed class Settling(Registry registry, TimeProvider time)
{
    /// <summary>Keeps state and settle schedule in step with what has arrived.</summary>
    public async Task FollowAsync(FitGlueDb db, Connection connection, ActivityRow row, bool settled, CancellationToken cancellationToken)
    {
        if (settled)
        {
            await CancelAsync(db, connection.Id, row.ExternalId, cancellationToken);
            await MarkSettledAsync(db, row, "The heart rate is complete", cancellationToken);
            return;
        }

        var scheduled = await db.Schedule.AnyAsync(
            fetch =>
                fetch.ConnectionId == connection.Id
                && fetch.ObjectId == row.ExternalId
                && fetch.Kind == FetchKind.Settle
                && fetch.State != WorkState.Done
                && fetch.State != WorkState.Dead,
            cancellationToken
        );
        var schedule = registry.Connected(connection.Source)?.SettleSchedule ?? [];
        if (!scheduled && schedule.Count > 0 && row.State is ActivityState.Provisional)
        {
            db.Schedule.Add(
                new()
                {
                    ConnectionId = connection.Id,
                    Kind = FetchKind.Settle,
                    ObjectId = row.ExternalId,
                    StartTime = row.StartTime,
                    NextAttemptAt = time.GetUtcNow() + schedule[0],
                }
            );
        }
    }

    /// <summary>Nothing more is expected: places that wait for that may have it now.</summary>
    public async Task MarkSettledAsync(FitGlueDb db, ActivityRow row, string why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (row.State is not ActivityState.Provisional)
        {
            return;
        }

        row.State = ActivityState.Settled;
        db.Timeline.Add(
            new()
            {
                ActivityId = row.Id,
                At = now,
                What = why,
            }
        );
        await db
            .Deliveries.Where(delivery => delivery.ActivityId == row.Id && delivery.State == WorkState.Snoozed)
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.NextAttemptAt, now), cancellationToken);
    }

    /// <summary>What waits for heart rate that nobody asks for any more, since the asking was given up, is as complete as it gets.</summary>
    public async Task ReleaseForgottenAsync(FitGlueDb db, Connection connection, CancellationToken cancellationToken)
    {
        var schedule = registry.Connected(connection.Source)?.SettleSchedule ?? [];
        var over = time.GetUtcNow() - schedule.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);
        var forgotten = await db
            .Activities.Where(row =>
                row.UserId == connection.UserId
                && row.Source == connection.Source
                && row.State == ActivityState.Provisional
                && row.CreatedAt <= over
            )
            .Where(row =>
                !db.Schedule.Any(fetch =>
                    fetch.ConnectionId == connection.Id
                    && fetch.ObjectId == row.ExternalId
                    && fetch.State != WorkState.Done
                    && fetch.State != WorkState.Dead
                )
            )
            .ToListAsync(cancellationToken);
        foreach (var row in forgotten)
        {
            await MarkSettledAsync(db, row, "No more heart rate could be asked for", cancellationToken);
        }
    }

    /// <summary>Nothing is asked for again.</summary>
    public static Task<int> CancelAsync(FitGlueDb db, Guid connectionId, string objectId, CancellationToken cancellationToken) =>
        db
            .Schedule.Where(fetch =>
                fetch.ConnectionId == connectionId
                && fetch.ObjectId == objectId
                && fetch.Kind == FetchKind.Settle
                && fetch.State != WorkState.Running
            )
            .ExecuteDeleteAsync(cancellationToken);
}
