using FitGlue.Core.Activities;
using FitGlue.Engine.History;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>What a revision is made of, and why there is one.</summary>
/// <param name="Reason">For the timeline.</param>
/// <param name="FoundBy">How we came to know.</param>
/// <param name="AtSourceAt">When the source says that it happened there.</param>
internal sealed record RevisionCause(
    Document Workout,
    Document? HeartRate,
    string Reason,
    Finding FoundBy,
    DateTimeOffset? AtSourceAt = null
);

/// <summary>Writes revisions of activities with their runs, wherever they come from.</summary>
public sealed class Revising(Origins origins, TimeProvider time)
{
    internal ActivityRow RowOf(Guid userId, Guid? connectionId, Activity activity) =>
        new()
        {
            UserId = userId,
            ConnectionId = connectionId,
            Source = activity.Source,
            ExternalId = activity.ExternalId,
            Content = "",
            CreatedAt = time.GetUtcNow(),
        };

    /// <summary>The next revision of an activity: what waited is superseded, and every pipeline of the source runs it.</summary>
    internal async Task ReviseAsync(
        FitGlueDb db,
        ActivityRow row,
        Activity activity,
        RevisionCause cause,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var looksBack = row.Revision > 0 && row.StartTime < activity.StartTime ? row.StartTime : activity.StartTime;
        var wasWorkout = row.Revision > 0 && StoredActivity.Read(row.Content).Sport.IsWorkout;
        await Outdating.MarkAsync(db, row.UserId, wasWorkout || activity.Type.IsWorkout, looksBack, cancellationToken);
        row.Revision++;
        (row.StartTime, row.EndTime, row.ChangedAt) = (activity.StartTime, activity.EndTime, now);
        row.Content = StoredActivity.Of(activity).Write();
        await origins.SetAsync(db, row, cancellationToken);
        db.ActivityRevisions.Add(
            new()
            {
                ActivityId = row.Id,
                Revision = row.Revision,
                Content = row.Content,
                WorkoutDocumentId = cause.Workout.Id,
                HeartRateDocumentId = cause.HeartRate?.Id,
                Reason = cause.Reason,
                FoundBy = cause.FoundBy,
                AtSourceAt = cause.AtSourceAt,
                CreatedAt = now,
            }
        );
        db.Timeline.Add(
            new()
            {
                ActivityId = row.Id,
                At = now,
                What = $"{cause.Reason}: revision {row.Revision}, {Count(activity)}",
            }
        );
        await SupersedeAsync(db, row.Id, cancellationToken);
        db.Runs.AddRange((await PipelinesAsync(db, row, cancellationToken)).Select(pipeline => Run.Of(row, pipeline, now)));
    }

    /// <summary>Runs the newest revision through each pipeline that has not delivered it, as the person asks.</summary>
    /// <returns>How many runs wait now that did not before.</returns>
    internal async Task<int> RunUndeliveredAsync(FitGlueDb db, ActivityRow row, CancellationToken cancellationToken)
    {
        var runs = await db
            .Runs.Where(run => run.ActivityId == row.Id && run.Revision == row.Revision)
            .Select(run => new
            {
                run.PipelineId,
                run.Pass,
                run.Outcome,
                run.State,
            })
            .ToListAsync(cancellationToken);
        var added = 0;
        foreach (var pipeline in await PipelinesAsync(db, row, cancellationToken))
        {
            var last = runs.Where(run => run.PipelineId == pipeline).MaxBy(run => run.Pass);
            if (last is null or { Outcome: RunOutcome.Quiet } or { State: WorkState.Dead })
            {
                db.Runs.Add(Run.Of(row, pipeline, time.GetUtcNow(), (last?.Pass ?? 0) + 1));
                added++;
            }
        }

        return added;
    }

    /// <summary>What waits for an older state of the activity ends.</summary>
    internal Task<int> SupersedeAsync(FitGlueDb db, Guid activityId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return db
            .Runs.Where(run => run.ActivityId == activityId && run.State != WorkState.Done)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(run => run.State, WorkState.Done)
                        .SetProperty(run => run.Outcome, RunOutcome.Superseded)
                        .SetProperty(run => run.LeaseOwner, (Guid?)null)
                        .SetProperty(run => run.FinishedAt, now),
                cancellationToken
            );
    }

    private static Task<List<Guid>> PipelinesAsync(FitGlueDb db, ActivityRow row, CancellationToken cancellationToken) =>
        db
            .Pipelines.Where(pipeline => pipeline.UserId == row.UserId && pipeline.Source == row.Source && pipeline.Enabled)
            .Select(pipeline => pipeline.Id)
            .ToListAsync(cancellationToken);

    // What a device recorded is complete; a source may send more.
    private static string Count(Activity activity) =>
        activity.HeartRate.Samples.Length > 0 ? $"{activity.HeartRate.Samples.Length} heart-rate samples"
        : activity.Recording is null ? "no heart rate yet"
        : "no heart rate";
}
