using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>Takes up what stood back for a record that has changed, or has come to nothing. What has come back from a target stays.</summary>
public sealed class Reconsidering(Database database, TimeProvider time)
{
    /// <returns>False: there was nothing to do.</returns>
    public async Task<bool> RunAsync(Guid userId)
    {
        await using var look = await database.OpenAsync(CancellationToken.None);
        var idle = await IdleAsync(look, userId);
        if (idle.Count == 0)
        {
            return false;
        }

        await database.WriteAsync(
            db => OpenAsync(db, db.Runs.Where(run => idle.Contains(run.Id)), CancellationToken.None),
            CancellationToken.None
        );
        return true;
    }

    /// <summary>The person spoke of the record: part of that write.</summary>
    internal Task OpenAsync(FitGlueDb db, Guid matchedId, CancellationToken cancellationToken) =>
        OpenAsync(db, Held(db).Where(run => run.MatchedActivityId == matchedId), cancellationToken);

    /// <summary>People of whom something stands back for a record that no target has and no run may send.</summary>
    internal static IQueryable<Guid> Waiting(FitGlueDb db)
    {
        var there = db.Deliveries.Where(Delivery.IsOrMayBeThere);
        return Held(db)
            .Where(run =>
                run.MatchedAs != null
                && !db.Runs.Any(other =>
                    other.ActivityId == run.MatchedActivityId && other.State != WorkState.Done && other.State != WorkState.Dead
                )
                && !there.Any(row => row.ActivityId == run.MatchedActivityId)
            )
            .Select(run => run.UserId);
    }

    private static async Task<IReadOnlyList<Guid>> IdleAsync(FitGlueDb db, Guid userId)
    {
        var held = await Held(db)
            .AsNoTracking()
            .Where(run => run.UserId == userId && run.MatchedAs != null)
            .Join(db.Pipelines, run => run.PipelineId, row => row.Id, (run, pipeline) => new { Run = run, Pipeline = pipeline })
            .ToListAsync();
        var ids = held.Select(one => one.Run.MatchedActivityId).ToList();
        var matched = (await db.Activities.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync()).ToDictionary(row => row.Id);
        var progress = await Progress.OfAsync(db, [.. matched.Keys], CancellationToken.None);
        return
        [
            .. held.Where(one =>
                    matched[one.Run.MatchedActivityId!.Value] is var other
                    && (other.Revision != one.Run.MatchedRevision || !progress.For(one.Pipeline).Concerns(other.Id))
                )
                .Select(one => one.Run.Id),
        ];
    }

    // The newest of their activity and pipeline, where there still is somewhere to go.
    private static IQueryable<Run> Held(FitGlueDb db) =>
        Run.Newest(db)
            .Where(run =>
                run.MatchedActivityId != null
                && run.Outcome == RunOutcome.HeldBack
                && run.State == WorkState.Done
                && db.Pipelines.Any(row => row.Id == run.PipelineId && row.Enabled)
                && db.Activities.Any(row => row.Id == run.ActivityId && row.State != ActivityState.Deleted)
            );

    private async Task OpenAsync(FitGlueDb db, IQueryable<Run> held, CancellationToken cancellationToken)
    {
        foreach (var run in await held.OrderBy(run => run.StartTime).ToListAsync(cancellationToken))
        {
            await Run.AgainAsync(db, run, time.GetUtcNow(), isRefresh: false, cancellationToken);
        }
    }
}
