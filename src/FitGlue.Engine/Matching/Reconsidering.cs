using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>What stood back for an activity goes on when that activity changes, vanishes or goes nowhere.</summary>
internal static class Reconsidering
{
    /// <summary>Part of the write that changes the activity.</summary>
    public static async Task OpenAsync(FitGlueDb db, Guid activityId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await db
            .Runs.Where(run => run.MatchedActivityId == activityId && run.Outcome == RunOutcome.HeldBack && run.State == WorkState.Done)
            .Where(run =>
                !db.Runs.Any(later =>
                    later.ActivityId == run.ActivityId
                    && later.PipelineId == run.PipelineId
                    && (later.Revision > run.Revision || (later.Revision == run.Revision && later.Pass > run.Pass))
                )
            )
            .ToListAsync(cancellationToken);
        foreach (var run in waiting)
        {
            if (await db.Pipelines.AnyAsync(row => row.Id == run.PipelineId, cancellationToken))
            {
                (await Run.AgainAsync(db, run, now, isRefresh: false, cancellationToken)).IsReconsidered = true;
            }
        }
    }
}
