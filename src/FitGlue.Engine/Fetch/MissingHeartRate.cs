using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Workouts whose heart rate nobody was allowed to ask for, once it is allowed; those of other sources that wait for it, too.</summary>
internal static class MissingHeartRate
{
    /// <summary>Queues them like listed workouts, so that neighbors share a question. Asked for and empty is an answer: that is not missing.</summary>
    public static async Task QueueAsync(FitGlueDb db, Connection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db
            .Schedule.Where(fetch => fetch.ConnectionId == connection.Id && fetch.Kind == FetchKind.Window)
            .Where(fetch => fetch.LastError == WindowStep.NotGranted && fetch.State != WorkState.Running)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(fetch => fetch.State, WorkState.Waiting)
                        .SetProperty(fetch => fetch.NextAttemptAt, now)
                        .SetProperty(fetch => fetch.LastError, (string?)null),
                cancellationToken
            );
        var queued = db.Schedule.Where(fetch =>
            fetch.ConnectionId == connection.Id && fetch.Kind == FetchKind.Listed && fetch.State != WorkState.Done
        );
        var missing = await (
            from row in db.Activities
            join version in db.ActivityRevisions
                on new { Id = row.Id, row.Revision } equals new { Id = version.ActivityId, version.Revision }
            join document in db.Documents on version.WorkoutDocumentId equals document.Id
            where row.UserId == connection.UserId && row.Source == connection.Source && row.State != ActivityState.Deleted
            where version.HeartRateDocumentId == null && !queued.Any(fetch => fetch.ObjectId == row.ExternalId)
            select new
            {
                row.ExternalId,
                row.StartTime,
                document.Content,
                document.RequestedAt,
            }
        ).ToListAsync(cancellationToken);
        db.Schedule.AddRange(
            missing.Select(workout => new ScheduledFetch
            {
                ConnectionId = connection.Id,
                Kind = FetchKind.Listed,
                FoundBy = Finding.Settle,
                ObjectId = workout.ExternalId,
                StartTime = workout.StartTime,
                Payload = workout.Content,
                PayloadRequestedAt = workout.RequestedAt,
                NextAttemptAt = now,
            })
        );
    }
}
