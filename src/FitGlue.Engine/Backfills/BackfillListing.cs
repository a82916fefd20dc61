using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Backfills;

/// <summary>Lists the next months of a backfill, newest first: counts them, or leaves what is new waiting to be fetched.</summary>
public sealed class BackfillListing(Listing listing, TimeProvider time)
{
    /// <summary>Long enough for whole pages of workouts, short enough to be asked again after a kill.</summary>
    private const int Days = 120;

    public Task<ListedDays> ReadAsync(Backfill backfill, CancellationToken cancellationToken)
    {
        var to = backfill.DoneFrom?.AddDays(-1) ?? backfill.To;
        var from = to.AddDays(1 - Days);
        return listing.ReadAsync(
            backfill.ConnectionId,
            from > backfill.From ? from : backfill.From,
            to,
            Urgency.Backfill,
            cancellationToken
        );
    }

    public async Task SaveAsync(
        FitGlueDb db,
        Connection connection,
        Backfill backfill,
        ListedDays listed,
        CancellationToken cancellationToken
    )
    {
        var spans = new List<WorkoutSpan>();
        foreach (var document in listed.Documents)
        {
            var found = await listing.CompareAsync(db, connection, listed, document, backfill.Id, cancellationToken);
            backfill.Listed += found.What is Expectation.NoWorkout ? 0 : 1;
            var isMissing = found.What is Expectation.New or Expectation.Changed;
            if (backfill.DryRun)
            {
                backfill.Imported += isMissing ? 1 : 0;
                spans.AddRange(isMissing && found.Span is { } span ? [span] : []);
            }
            else if (isMissing)
            {
                await listing.QueueAsync(db, connection.Id, found, Finding.Backfill, backfill.Id, cancellationToken);
            }
            else if (found.What is Expectation.Unchanged)
            {
                await WishAsync(db, connection, backfill, document.ObjectId, cancellationToken);
            }
        }

        backfill.RequestsNeeded += HeartRateWindows.Requests(spans);
        backfill.DoneFrom = listed.From;
    }

    // What is here already, and not yet where the person wants it now, goes through its pipeline once more.
    private async Task WishAsync(
        FitGlueDb db,
        Connection connection,
        Backfill backfill,
        string objectId,
        CancellationToken cancellationToken
    )
    {
        if (
            backfill.DeliverTo.Count == 0
            || await db.Activities.FirstOrDefaultAsync(
                row =>
                    row.UserId == connection.UserId
                    && row.Source == connection.Source
                    && row.ExternalId == objectId
                    && row.State != ActivityState.Deleted,
                cancellationToken
            )
                is not { } activity
        )
        {
            return;
        }

        activity.BackfillId = backfill.Id;
        var present = await db
            .Deliveries.Where(row => row.ActivityId == activity.Id)
            .Select(row => row.Place)
            .ToListAsync(cancellationToken);
        var pipelines = await db
            .Pipelines.Where(row => row.UserId == connection.UserId && row.Source == connection.Source)
            .ToListAsync(cancellationToken);
        foreach (var pipeline in pipelines.Where(pipeline => pipeline.Targets.Any(target => IsWanted(target.Place))))
        {
            await RunAgainAsync(db, activity, pipeline.Id, cancellationToken);
        }

        bool IsWanted(string place) => backfill.DeliverTo.Contains(place) && !present.Contains(place);
    }

    private async Task RunAgainAsync(FitGlueDb db, ActivityRow activity, Guid pipelineId, CancellationToken cancellationToken)
    {
        var runs = await db
            .Runs.Where(run => run.ActivityId == activity.Id && run.PipelineId == pipelineId && run.Revision == activity.Revision)
            .ToListAsync(cancellationToken);
        if (runs.TrueForAll(run => run.State is WorkState.Done or WorkState.Dead))
        {
            var pass = runs.Select(run => run.Pass).DefaultIfEmpty().Max() + 1;
            db.Runs.Add(Run.Of(activity, pipelineId, time.GetUtcNow(), pass));
        }
    }
}
