using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Backfills;

/// <summary>Brings what is here already to the places that a backfill was asked for.</summary>
public sealed class BackfillWishes(TimeProvider time)
{
    /// <summary>Of the rows of a backfill those whose workout came meanwhile some other way, as it was listed.</summary>
    public static async Task<IReadOnlyList<ScheduledFetch>> HereAsync(
        FitGlueDb db,
        Connection connection,
        IReadOnlyList<ScheduledFetch> rows,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Select(row => row.ObjectId!).ToList();
        var known = await Activities(db, connection, ids).Select(row => row.ExternalId).ToListAsync(cancellationToken);
        var here = new List<ScheduledFetch>();
        foreach (var row in rows.Where(row => known.Contains(row.ObjectId!)))
        {
            var newest = await DocumentStore.NewestAsync(db, connection, DocumentKind.Workout, row.ObjectId!, cancellationToken);
            if (newest?.Hash == DocumentContent.HashOf(DocumentContent.Expand(row.Payload!)))
            {
                here.Add(row);
            }
        }

        return here;
    }

    /// <summary>What is not yet where the person wants it now goes through its pipeline once more.</summary>
    /// <param name="objectIds">Workouts by the source's ids.</param>
    public async Task WishAsync(
        FitGlueDb db,
        Connection connection,
        Backfill backfill,
        IReadOnlyList<string> objectIds,
        CancellationToken cancellationToken
    )
    {
        if (backfill.DeliverTo.Count == 0 || objectIds.Count == 0)
        {
            return;
        }

        var activities = await Activities(db, connection, objectIds).ToListAsync(cancellationToken);
        var ids = activities.Select(row => row.Id).ToList();
        var present = (
            await db
                .Deliveries.Where(row => ids.Contains(row.ActivityId))
                .Select(row => new { row.ActivityId, row.Place })
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ActivityId, row => row.Place);
        var runs = (
            await db
                .Runs.Where(run => ids.Contains(run.ActivityId))
                .Select(run => new Earlier(run.ActivityId, run.PipelineId, run.Revision, run.Pass, run.State))
                .ToListAsync(cancellationToken)
        ).ToLookup(run => run.ActivityId);
        var pipelines = await db
            .Pipelines.Where(row => row.UserId == connection.UserId && row.Source == connection.Source)
            .ToListAsync(cancellationToken);
        foreach (var activity in activities)
        {
            activity.BackfillId = backfill.Id;
            var missing = backfill.DeliverTo.Except(present[activity.Id]).ToList();
            var wanted = pipelines.Where(pipeline => pipeline.Targets.Any(target => missing.Contains(target.Place)));
            db.Runs.AddRange(wanted.Select(pipeline => Again(activity, pipeline.Id, runs[activity.Id])).OfType<Run>());
        }
    }

    // One that is not over yet reads the wish when it is.
    private Run? Again(ActivityRow activity, Guid pipelineId, IEnumerable<Earlier> runs)
    {
        var earlier = runs.Where(run => run.PipelineId == pipelineId && run.Revision == activity.Revision).ToList();
        return earlier.TrueForAll(run => run.State is WorkState.Done or WorkState.Dead)
            ? Run.Of(activity, pipelineId, time.GetUtcNow(), earlier.Select(run => run.Pass).DefaultIfEmpty().Max() + 1)
            : null;
    }

    private static IQueryable<ActivityRow> Activities(FitGlueDb db, Connection connection, IReadOnlyList<string> objectIds) =>
        db.Activities.Where(row =>
            row.UserId == connection.UserId
            && row.Source == connection.Source
            && objectIds.Contains(row.ExternalId)
            && row.State != ActivityState.Deleted
        );

    private sealed record Earlier(Guid ActivityId, Guid PipelineId, int Revision, int Pass, WorkState State);
}
