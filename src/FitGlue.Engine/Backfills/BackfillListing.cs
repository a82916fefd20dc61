using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;

namespace FitGlue.Engine.Backfills;

/// <summary>Lists the next months of a backfill, newest first: counts them, or leaves what is new waiting to be fetched.</summary>
public sealed class BackfillListing(Listing listing, BackfillWishes wishes)
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

    /// <summary>What each listed workout is to us. Before any write, which would hold up webhooks for as long.</summary>
    public async Task<IReadOnlyList<ListedDocument>> CompareAsync(
        FitGlueDb db,
        Connection connection,
        Backfill backfill,
        ListedDays listed,
        CancellationToken cancellationToken
    )
    {
        var found = new List<ListedDocument>();
        foreach (var document in listed.Documents)
        {
            found.Add(await listing.CompareAsync(db, connection, listed, document, backfill.Id, cancellationToken));
        }

        return found;
    }

    public async Task SaveAsync(
        FitGlueDb db,
        Connection connection,
        Backfill backfill,
        DateOnly from,
        IReadOnlyList<ListedDocument> found,
        CancellationToken cancellationToken
    )
    {
        var missing = found.Where(one => one.What is Expectation.New or Expectation.Changed).ToList();
        backfill.Listed += found.Count(one => one.What is not Expectation.NoWorkout);
        backfill.DoneFrom = from;
        if (backfill.DryRun)
        {
            backfill.Imported += missing.Count;
            backfill.RequestsNeeded += HeartRateWindows.Requests([
                .. missing.Where(one => one.AsksForHeartRate).Select(one => one.Span).OfType<WorkoutSpan>(),
            ]);
            return;
        }

        var present = found.Where(one => one.What is Expectation.Unchanged).Select(one => one.Document.ObjectId);
        await listing.QueueAsync(db, connection.Id, missing, Finding.Backfill, backfill.Id, cancellationToken);
        await wishes.WishAsync(db, connection, backfill, [.. present], cancellationToken);
    }
}
