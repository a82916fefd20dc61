using FitGlue.Core.Activities;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Fetches the heart rate of the window of another source's activity, and again while the device may still bring more of it.</summary>
public sealed class WindowStep(StepRunner runner, WorkQueue queue, Database database, WorkoutFetch fetch, Hints hints, TimeProvider time)
{
    /// <summary>After the end of the activity.</summary>
    private static readonly TimeSpan[] Looks =
    [
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(48),
    ];

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db =>
                db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Window)
                    .OrderByDescending(row => row.StartTime),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(claim.Row.ConnectionId, cancellationToken);
        var activity = await ActivityAsync(look, connection, claim.Row, cancellationToken);
        if (activity is null)
        {
            return new Fate.Done("The activity is gone.");
        }

        var requestedAt = time.GetUtcNow();
        var samples = await fetch.SamplesAsync(
            connection.Id,
            activity.StartTime - HeartRate.Margin,
            activity.EndTime + HeartRate.Margin,
            Urgency.Live,
            cancellationToken
        );
        await queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                var stored = await DocumentStore.StoreAsync(
                    db,
                    connection,
                    DocumentKind.HeartRate,
                    row.ObjectId!,
                    DocumentContent.OfHeartRate(samples ?? []),
                    requestedAt,
                    time.GetUtcNow(),
                    cancellationToken
                );
                if (stored.IsNew)
                {
                    await GoOnAsync(db, activity.Id, cancellationToken);
                }

                return Next(activity, samples ?? []);
            },
            cancellationToken
        );
        hints.Athlete(connection.UserId);
        return null;
    }

    private static Task<ActivityRow?> ActivityAsync(
        FitGlueDb db,
        Connection connection,
        ScheduledFetch row,
        CancellationToken cancellationToken
    ) =>
        Guid.TryParse(row.ObjectId?["window-".Length..], out var id)
            ? db
                .Activities.AsNoTracking()
                .FirstOrDefaultAsync(
                    activity => activity.Id == id && activity.UserId == connection.UserId && activity.State != ActivityState.Deleted,
                    cancellationToken
                )
            : Task.FromResult<ActivityRow?>(null);

    // The run that waits goes on; what went on without is run again, and what was delivered is updated.
    private async Task GoOnAsync(FitGlueDb db, Guid activityId, CancellationToken cancellationToken)
    {
        var runs = await db.Runs.Where(run => run.ActivityId == activityId).ToListAsync(cancellationToken);
        foreach (var newest in runs.GroupBy(run => run.PipelineId).Select(all => all.OrderBy(run => (run.Revision, run.Pass)).Last()))
        {
            if (newest.Outcome is not (RunOutcome.HeldBack or RunOutcome.Blocked))
            {
                await Run.GoOnAsync(db, newest, time.GetUtcNow(), cancellationToken);
            }
        }
    }

    private Fate Next(ActivityRow activity, IReadOnlyList<HeartRateSample> samples)
    {
        var now = time.GetUtcNow();
        var isComplete = samples.Any(sample => sample.Time >= activity.EndTime - Keep.SettledWithin);
        var next = Looks.Select(look => activity.EndTime + look).FirstOrDefault(at => at > now);
        return isComplete || next == default ? new Fate.Done() : new Fate.Snoozed(next, "The device may still bring more heart rate.");
    }
}
