using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>Takes chosen workouts through a pipeline as it is now; what targets have is updated in place.</summary>
public sealed class Replays(Database database, Hints hints, TimeProvider time)
{
    /// <param name="dryRun">True: only counts.</param>
    /// <returns>How many workouts it concerns.</returns>
    public async Task<int> RunAsync(Pipeline pipeline, WorkoutChoice choice, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun)
        {
            await using var look = await database.OpenAsync(cancellationToken);
            return (await choice.ReadAsync(look, pipeline, cancellationToken)).Count;
        }

        var count = await database.WriteAsync(db => OpenAsync(db, pipeline, choice, cancellationToken), cancellationToken);
        hints.Athlete(pipeline.UserId);
        return count;
    }

    private async Task<int> OpenAsync(FitGlueDb db, Pipeline pipeline, WorkoutChoice choice, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await choice.ReadAsync(db, pipeline, cancellationToken);
        foreach (var row in rows)
        {
            var all = await db.Runs.Where(run => run.ActivityId == row.Id && run.PipelineId == pipeline.Id).ToListAsync(cancellationToken);

            // What waits has not been run by the old pipeline yet, and will be by the new one. A refresh goes to fewer places.
            if (all.Find(run => run.Revision == row.Revision && !run.IsRefresh && IsWaiting(run)) is { } waiting)
            {
                waiting.Requeue(now);
                continue;
            }

            var passes = all.Where(run => run.Revision == row.Revision).Max(run => (int?)run.Pass) ?? 0;
            db.Runs.Add(Run.Of(row, pipeline.Id, now, passes + 1));
        }

        return rows.Count;
    }

    private static bool IsWaiting(Run run) => run.State is not (WorkState.Done or WorkState.Dead or WorkState.Running);
}
