using FitGlue.Engine;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Runs;

public enum RepostMode
{
    /// <summary>Another pass of the newest revision through the whole pipeline.</summary>
    Full,

    /// <summary>Only to targets that have nothing of this activity yet.</summary>
    MissingTargets,

    /// <summary>Only deliveries that failed.</summary>
    RetryTarget,

    /// <summary>Past the pipeline's source settings, now and with later revisions.</summary>
    LetThrough,
}

/// <summary>Runs and deliveries again on request; what a target has is updated, never doubled.</summary>
public sealed class Reposting(Database database, TierGate tiers, Hints hints, TimeProvider time)
{
    /// <returns>The run that is under way now; null: there is no such run.</returns>
    public async Task<Guid?> RepostAsync(Guid userId, Guid runId, RepostMode mode, CancellationToken cancellationToken)
    {
        var places = new List<string>();
        var result = await database.WriteAsync(
            async db =>
            {
                var run = await db.Runs.FirstOrDefaultAsync(row => row.Id == runId && row.UserId == userId, cancellationToken);
                if (run is null)
                {
                    return (Guid?)null;
                }

                return mode switch
                {
                    RepostMode.Full => await NewPassAsync(db, run, cancellationToken),
                    RepostMode.LetThrough => await LetThroughAsync(db, run, cancellationToken),
                    RepostMode.MissingTargets => await HandOverMissingAsync(db, run, places, cancellationToken),
                    _ => await RetryAsync(db, run, places, cancellationToken),
                };
            },
            cancellationToken
        );
        places.ForEach(hints.Place);
        hints.Athlete(userId);
        return result;
    }

    private async Task<Guid?> NewPassAsync(FitGlueDb db, Run run, CancellationToken cancellationToken)
    {
        var activity = await db.Activities.SingleAsync(row => row.Id == run.ActivityId, cancellationToken);
        if (activity.State is ActivityState.Deleted)
        {
            return run.Id;
        }

        return (await Run.AgainAsync(db, run, time.GetUtcNow(), isRefresh: false, cancellationToken)).Id;
    }

    private async Task<Guid?> LetThroughAsync(FitGlueDb db, Run run, CancellationToken cancellationToken)
    {
        if (!await db.Pipelines.AnyAsync(row => row.Id == run.PipelineId, cancellationToken))
        {
            return run.Id;
        }

        if (!await db.LetThrough.AnyAsync(row => row.PipelineId == run.PipelineId && row.ActivityId == run.ActivityId, cancellationToken))
        {
            db.LetThrough.Add(
                new()
                {
                    PipelineId = run.PipelineId,
                    ActivityId = run.ActivityId,
                    At = time.GetUtcNow(),
                }
            );
        }

        return await NewPassAsync(db, run, cancellationToken);
    }

    // Another target never gets an older revision than those that have it already.
    private static Task<Run?> NewestFinishedAsync(FitGlueDb db, Run run, CancellationToken cancellationToken) =>
        db
            .Runs.Where(row =>
                row.ActivityId == run.ActivityId
                && row.PipelineId == run.PipelineId
                && (row.Outcome == RunOutcome.Delivered || row.Outcome == RunOutcome.Quiet)
            )
            .OrderByDescending(row => row.Revision)
            .ThenByDescending(row => row.Pass)
            .FirstOrDefaultAsync(cancellationToken);

    private async Task<Guid?> HandOverMissingAsync(FitGlueDb db, Run asked, List<string> places, CancellationToken cancellationToken)
    {
        if (await NewestFinishedAsync(db, asked, cancellationToken) is not { } run)
        {
            return asked.Id;
        }

        var pipeline = await db.Pipelines.FirstOrDefaultAsync(row => row.Id == run.PipelineId, cancellationToken);
        var known = await db
            .Deliveries.Where(row => row.ActivityId == run.ActivityId)
            .Select(row => row.Place)
            .ToListAsync(cancellationToken);
        var origin = Origins.Of(await db.Activities.SingleAsync(row => row.Id == run.ActivityId, cancellationToken));
        if (pipeline is null || (await tiers.LacksAsync(pipeline, cancellationToken)).Count > 0)
        {
            return run.Id;
        }

        foreach (var target in pipeline.Targets.Where(target => !known.Contains(target.Place) && origin.Allows(target.Type)))
        {
            db.Deliveries.Add(Delivery.Of(run, target, time.GetUtcNow()));
            places.Add(target.Place);
        }

        run.Outcome = run.Outcome is RunOutcome.Quiet ? RunOutcome.Delivered : run.Outcome;
        return run.Id;
    }

    private async Task<Guid?> RetryAsync(FitGlueDb db, Run run, List<string> places, CancellationToken cancellationToken)
    {
        var failed = await db
            .Deliveries.Where(row => row.RunId == run.Id && row.State != WorkState.Done && row.State != WorkState.Running)
            .ToListAsync(cancellationToken);
        foreach (var delivery in failed)
        {
            delivery.Requeue(time.GetUtcNow());
            places.Add(delivery.Place);
        }

        if (run.State is WorkState.Dead or WorkState.NeedsYou or WorkState.Retrying)
        {
            run.Requeue(time.GetUtcNow());
        }

        return run.Id;
    }
}
