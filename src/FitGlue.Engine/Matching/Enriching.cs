using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>Adds to an activity what the records that it stands for know, where their pipelines say so.</summary>
public sealed class Enriching(Database database, ActivityStore activities)
{
    internal async Task<Activity> OfAsync(Guid activityId, Activity activity, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var adding = await Adding(db, activityId)
            .Join(db.Activities, run => run.ActivityId, row => row.Id, (run, row) => row)
            .Where(row => row.State != ActivityState.Deleted)
            .Distinct()
            .ToListAsync(cancellationToken);
        var others = new List<Activity>(adding.Count);
        foreach (var record in adding.Select(Record.Of).OrderBy(record => record.Candidate, Priority.Default))
        {
            others.Add(await activities.ReadAsync(record.Row.Id, record.Row.Revision, cancellationToken));
        }

        return Enrichment.Of(activity, others);
    }

    /// <summary>Part of the write that holds a record back: what stands for it goes through its pipelines again, with more.</summary>
    internal static Task TellAsync(FitGlueDb db, Guid standing, DateTimeOffset now, CancellationToken cancellationToken) =>
        Run.GoOnEachAsync(
            db,
            Run.Newest(db)
                .Where(run => run.ActivityId == standing && db.Pipelines.Any(row => row.Id == run.PipelineId && row.Enabled))
                .Where(run => db.Activities.Any(row => row.Id == standing && row.State != ActivityState.Deleted)),
            now,
            cancellationToken
        );

    /// <summary>Part of the write that ends a pass: what an earlier pass of it was added to, and this one is not, goes through its pipelines again.</summary>
    internal static async Task TakeBackAsync(FitGlueDb db, Run run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (AddsTo(await Saying.BeforeAsync(db, run, cancellationToken)) is { } standing && AddsTo(run) != standing)
        {
            await TellAsync(db, standing, now, cancellationToken);
        }
    }

    /// <summary>Part of the write that deletes a record: what it was added to goes through its pipelines again, without it.</summary>
    internal static async Task TakeBackAsync(FitGlueDb db, Guid deletedId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ended = await db
            .Runs.Where(run => run.ActivityId == deletedId && run.State == WorkState.Done && run.Outcome != RunOutcome.Superseded)
            .ToListAsync(cancellationToken);
        var last = ended
            .GroupBy(run => run.PipelineId)
            .Select(passes => passes.OrderBy(run => run.Revision).ThenBy(run => run.Pass).Last());
        foreach (var standing in last.Select(AddsTo).OfType<Guid>().Distinct())
        {
            await TellAsync(db, standing, now, cancellationToken);
        }
    }

    private static Guid? AddsTo(Run? run) =>
        run is { Outcome: RunOutcome.HeldBack, MatchedAs: MatchAction.Enrich } ? run.MatchedActivityId : null;

    private static IQueryable<Run> Adding(FitGlueDb db, Guid activityId) =>
        db.Runs.Where(run =>
            run.MatchedActivityId == activityId
            && run.MatchedAs == MatchAction.Enrich
            && run.Outcome == RunOutcome.HeldBack
            && run.State == WorkState.Done
            && !db.Runs.Any(later =>
                later.ActivityId == run.ActivityId
                && later.PipelineId == run.PipelineId
                && later.State == WorkState.Done
                && (later.Revision > run.Revision || (later.Revision == run.Revision && later.Pass > run.Pass))
            )
        );
}
