using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Tiers;

/// <summary>Runs that stand before a pipeline of a higher tier. They go on when nothing stands in their way any more.</summary>
public sealed class Blocked(Database database, TierGate gate)
{
    /// <summary>At the start, and when a pipeline was changed: tiers may be switched off, or the plug-in taken out.</summary>
    /// <param name="pipelineId">Null: all pipelines.</param>
    public async Task GoOnAsync(Guid? pipelineId, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        var concerned = await look
            .Pipelines.AsNoTracking()
            .Where(pipeline => pipelineId == null || pipeline.Id == pipelineId)
            .Where(pipeline => look.Runs.Any(run => run.PipelineId == pipeline.Id && run.Outcome == RunOutcome.Blocked))
            .ToListAsync(cancellationToken);
        foreach (var pipeline in concerned)
        {
            if ((await gate.LacksAsync(pipeline, cancellationToken)).Count == 0)
            {
                await database.WriteAsync(db => RequeueAsync(db, pipeline.Id, cancellationToken), cancellationToken);
            }
        }
    }

    /// <summary>One that a later run of the same workout and pipeline replaced is history.</summary>
    internal static IQueryable<Run> Newest(FitGlueDb db) =>
        Run.Newest(db)
            .Where(run =>
                run.State == WorkState.Done
                && run.Outcome == RunOutcome.Blocked
                && db.Activities.Any(row => row.Id == run.ActivityId && row.State != ActivityState.Deleted)
            );

    private static async Task RequeueAsync(FitGlueDb db, Guid pipelineId, CancellationToken cancellationToken)
    {
        var runs = await Newest(db).Where(run => run.PipelineId == pipelineId).ToListAsync(cancellationToken);
        runs.ForEach(run => run.Requeue(run.CreatedAt));
    }
}
