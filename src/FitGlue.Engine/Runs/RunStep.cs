using System.Text.Json;
using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using FitGlue.Core.Settings;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.History;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>Takes one activity revision through one pipeline; the third hand-over: a delivery row per place.</summary>
public sealed class RunStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    ActivityStore activities,
    HoldingBack holding,
    TierGate tiers,
    Enriching enriching,
    Preparing preparing,
    Boosting boosting,
    Registry registry,
    Hints hints,
    TimeProvider time
)
{
    /// <returns>False: nothing was due.</returns>
    public Task<bool> RunAsync(Guid userId) =>
        runner.RunAsync(
            db => db.Runs.Where(run => run.UserId == userId).OrderBy(run => run.StartTime).ThenBy(run => run.Revision),
            claimed => run => run.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<Run> claim, CancellationToken cancellationToken)
    {
        var run = claim.Row;
        await using var look = await database.OpenAsync(cancellationToken);
        var pipeline = await look.Pipelines.AsNoTracking().FirstOrDefaultAsync(row => row.Id == run.PipelineId, cancellationToken);
        if (pipeline is null)
        {
            await EndAsync(claim, RunOutcome.Skipped, "The pipeline was removed.", cancellationToken);
            return null;
        }

        if (await look.Activities.AnyAsync(row => row.Id == run.ActivityId && row.State == ActivityState.Deleted, cancellationToken))
        {
            await EndAsync(claim, RunOutcome.Superseded, "The workout was deleted at its source.", cancellationToken);
            return null;
        }

        if (await IsReplacedAsync(look, run, cancellationToken))
        {
            await EndAsync(claim, RunOutcome.Superseded, "A newer pass takes its place.", cancellationToken);
            return null;
        }

        var activity = await activities.ReadAsync(run.ActivityId, run.Revision, cancellationToken);
        var version = await Outdating.VersionAsync(look, run.UserId, cancellationToken);
        if (await holding.RuleAsync(run, pipeline, activity, cancellationToken) is { } held)
        {
            await HoldBackAsync(claim, pipeline, held, version, cancellationToken);
            return null;
        }

        if (await tiers.LacksAsync(pipeline, cancellationToken) is { Count: > 0 } lacks)
        {
            await BlockAsync(claim, pipeline, TierLack.TextOf(lacks), cancellationToken);
            return null;
        }

        var enriched = await enriching.OfAsync(run.ActivityId, activity, cancellationToken);
        var subject = new RunSubject(run.UserId, run.PipelineId, run.ActivityId);
        var mayAsk = await MayAskAsync(look, run, pipeline, cancellationToken);
        var prepared = await preparing.PrepareAsync(subject, enriched, pipeline, trial: null, mayAsk, cancellationToken);
        var boosted = boosting.Run(enriched, pipeline.Boosters, prepared);
        FailPoint.Hit(FailPoint.RunBoosted);
        if (boosted.Waiting is { } waiting)
        {
            return Fate.NotBefore(waiting.Until, time.GetUtcNow(), waiting.Why);
        }

        await queue.FinishAsync(
            claim,
            row => row.Id == run.Id,
            async (db, row) =>
            {
                await SaveAsync(db, row, pipeline, prepared, activity, boosted, cancellationToken);
                return new Fate.Done();
            },
            cancellationToken
        );
        foreach (var target in pipeline.Targets)
        {
            hints.Place(target.Place);
        }

        return null;
    }

    private Task HoldBackAsync(Claim<Run> claim, Pipeline pipeline, Held held, long version, CancellationToken cancellationToken) =>
        queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                var now = time.GetUtcNow();
                if (held.For is not null && await Outdating.VersionAsync(db, row.UserId, cancellationToken) != version)
                {
                    return new Fate.Snoozed(now, "The workouts around it have just changed.");
                }

                (row.Outcome, row.Reason, row.FinishedAt) = (RunOutcome.HeldBack, held.Reason, now);
                (row.MatchedActivityId, row.MatchedRevision, row.MatchedAs) = (held.For?.Id, held.For?.Revision, held.Action);
                RunEnding.Tell(db, row, pipeline);
                await Enriching.TakeBackAsync(db, row, now, cancellationToken);
                if (held is { For: { } standing, Action: MatchAction.Enrich })
                {
                    await Enriching.TellAsync(db, standing.Id, now, cancellationToken);
                }

                return new Fate.Done();
            },
            cancellationToken
        );

    // One that is looked at again and blocked as before is no news.
    private Task BlockAsync(Claim<Run> claim, Pipeline pipeline, string reason, CancellationToken cancellationToken) =>
        queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                var now = time.GetUtcNow();
                var isNews = (row.Outcome, row.Reason) != (RunOutcome.Blocked, reason);
                (row.Outcome, row.Reason, row.FinishedAt) = (RunOutcome.Blocked, reason, now);
                if (isNews)
                {
                    RunEnding.Tell(db, row, pipeline);
                    await Enriching.TakeBackAsync(db, row, now, cancellationToken);
                }

                return new Fate.Done();
            },
            cancellationToken
        );

    // A refresh goes to fewer places than what a person or the source asked for.
    private static Task<bool> IsReplacedAsync(FitGlueDb db, Run run, CancellationToken cancellationToken) =>
        db.Runs.AnyAsync(
            later =>
                later.ActivityId == run.ActivityId
                && later.PipelineId == run.PipelineId
                && later.Revision == run.Revision
                && later.Pass > run.Pass
                && (run.IsRefresh || !later.IsRefresh),
            cancellationToken
        );

    // Nobody waits for it any more: that is an end, not a fault.
    private Task EndAsync(Claim<Run> claim, RunOutcome outcome, string reason, CancellationToken cancellationToken) =>
        queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                var now = time.GetUtcNow();
                (row.Outcome, row.Reason, row.FinishedAt) = (outcome, reason, now);
                return new Fate.Done();
            },
            cancellationToken
        );

    private async Task SaveAsync(
        FitGlueDb db,
        Run run,
        Pipeline pipeline,
        Prepared prepared,
        Activity activity,
        BoostedRun boosted,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        run.Boosters = JsonSerializer.Serialize(boosted.Boosters, SettingsShape.Json);
        run.Result = StoredActivity.Of(boosted.Activity with { Description = boosted.OriginalDescription }).Write();
        run.Measured = Measured.Write(activity, boosted.Activity);
        run.ReadsHistory = prepared.ReadsHistory;
        if (run.IsRefresh && await Saying.SaysTheSameAsync(db, run, boosted, cancellationToken))
        {
            db.Runs.Remove(run);
            return;
        }

        // What changed while the boosters looked at it is looked at again.
        run.IsOutdated =
            prepared.ReadsHistory && await Outdating.VersionAsync(db, run.UserId, cancellationToken) != prepared.HistoryVersion;
        var (places, cameFrom) = await DeliveryPlaces.ReadAsync(db, run, pipeline, now, cancellationToken);
        places = run.IsRefresh ? await FollowingAsync(db, run, places, cancellationToken) : places;
        (run.Outcome, run.Reason) = RunEnding.Of(run, boosted, places, cameFrom.Count > 0);
        run.FinishedAt = now;
        RunEnding.Tell(db, run, pipeline);
        await Enriching.TakeBackAsync(db, run, now, cancellationToken);
        if (run.Outcome is RunOutcome.Delivered)
        {
            foreach (var target in places)
            {
                await HandOverAsync(db, run, target, now, cancellationToken);
            }
        }
    }

    // Of a refresh, those that have it and show the present; the person decides about the others. What nothing was sent of because a
    // booster halted it goes where it would have gone.
    private async Task<IReadOnlyList<TargetEntry>> FollowingAsync(
        FitGlueDb db,
        Run run,
        IReadOnlyList<TargetEntry> places,
        CancellationToken cancellationToken
    )
    {
        if (await WasHaltedAsync(db, run, cancellationToken))
        {
            return places;
        }

        var present = await db
            .Deliveries.Where(row => row.ActivityId == run.ActivityId)
            .Select(row => row.Place)
            .ToListAsync(cancellationToken);
        return
        [
            .. places.Where(target =>
                present.Contains(target.Place) && registry.Targets.GetValueOrDefault(target.Type)?.Info.FollowsHistory is true
            ),
        ];
    }

    private static async Task<bool> WasHaltedAsync(FitGlueDb db, Run run, CancellationToken cancellationToken) =>
        await Saying.BeforeAsync(db, run, cancellationToken) is { Outcome: RunOutcome.Skipped };

    // Of what goes nowhere nobody is asked.
    private async Task<bool> MayAskAsync(FitGlueDb db, Run run, Pipeline pipeline, CancellationToken cancellationToken) =>
        (!run.IsRefresh || await WasHaltedAsync(db, run, cancellationToken))
        && pipeline.Boosters.Any(step => preparing.NeedsOf(step).Question is not null)
        && (await DeliveryPlaces.ReadAsync(db, run, pipeline, time.GetUtcNow(), cancellationToken)).Places.Count > 0;

    // One delivery per activity and place. One that is under way learns of the newer run when it comes back.
    private static async Task HandOverAsync(
        FitGlueDb db,
        Run run,
        TargetEntry target,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var delivery = await db.Deliveries.FirstOrDefaultAsync(
            row => row.ActivityId == run.ActivityId && row.Place == target.Place,
            cancellationToken
        );
        if (delivery is null)
        {
            db.Deliveries.Add(Delivery.Of(run, target, now));
            return;
        }

        (delivery.RunId, delivery.StartTime) = (run.Id, run.StartTime);
        if (delivery.State is not WorkState.Running)
        {
            delivery.Requeue(now);
        }
    }
}
