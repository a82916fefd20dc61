using FitGlue.Core;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Backfills;

/// <summary>Takes one slice of a backfill: lists some months, or fetches the next group of workouts that a list left waiting.</summary>
public sealed class BackfillStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    Registry registry,
    BackfillListing months,
    BackfillWishes wishes,
    ListedFetch listed,
    RequestBudget budget,
    Hints hints,
    TimeProvider time
)
{
    /// <summary>After so many failures in a row the workouts are asked for one by one, to find the one that is in the way.</summary>
    private const int OneByOneAfter = 2;

    /// <summary>After so many the one is given up, so that the others go on.</summary>
    private const int GiveUpAfter = 5;

    /// <returns>False: nothing was due.</returns>
    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db =>
                db.Backfills.Where(row => row.ConnectionId == connectionId && row.PausedAt == null)
                    .OrderByDescending(row => row.DryRun)
                    .ThenBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<Backfill> claim, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(claim.Row.ConnectionId, cancellationToken);
        var waiting = await Waiting(look, claim.Row.Id)
            .AsNoTracking()
            .OrderByDescending(row => row.StartTime)
            .Take(ListedFetch.Sight)
            .ToListAsync(cancellationToken);
        var here = await BackfillWishes.HereAsync(look, connection, waiting, cancellationToken);
        await (
            waiting.Count == 0 ? ListAsync(claim, look, connection, cancellationToken)
            : here.Count > 0 ? TakeAsync(claim, connection, here, cancellationToken)
            : FetchAsync(claim, connection, waiting, cancellationToken)
        );
        hints.Athlete(connection.UserId);
        return null;
    }

    private static IQueryable<ScheduledFetch> Waiting(FitGlueDb db, Guid backfillId) =>
        db.Schedule.Where(row => row.BackfillId == backfillId && row.State == WorkState.Waiting);

    private async Task ListAsync(Claim<Backfill> claim, FitGlueDb look, Connection connection, CancellationToken cancellationToken)
    {
        var before = budget.TakenFor(connection.Id);
        var slice = await months.ReadAsync(claim.Row, cancellationToken);
        var found = await months.CompareAsync(look, connection, claim.Row, slice, cancellationToken);
        await FinishAsync(
            claim,
            (int)(budget.TakenFor(connection.Id) - before),
            (db, row) => months.SaveAsync(db, connection, row, slice.From, found, cancellationToken),
            cancellationToken
        );
    }

    // Another backfill, or a look at the last days, brought them: nothing is asked for again.
    private Task TakeAsync(
        Claim<Backfill> claim,
        Connection connection,
        IReadOnlyList<ScheduledFetch> here,
        CancellationToken cancellationToken
    ) =>
        FinishAsync(
            claim,
            0,
            async (db, row) =>
            {
                await ListedFetch.FinishAsync(db, [.. here.Select(one => one.Id)], cancellationToken);
                await wishes.WishAsync(db, connection, row, [.. here.Select(one => one.ObjectId!)], cancellationToken);
            },
            cancellationToken
        );

    private async Task FetchAsync(
        Claim<Backfill> claim,
        Connection connection,
        IReadOnlyList<ScheduledFetch> waiting,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (claim.Row.Crashes >= WorkRow.MostCrashes)
            {
                await GiveUpAsync(claim, connection, waiting[0], WorkRow.Poison, keep: false, cancellationToken);
                return;
            }

            var rows = Math.Max(claim.Row.Attempt, claim.Row.Crashes) < OneByOneAfter ? waiting : [waiting[0]];
            await FetchGroupAsync(claim, connection, rows, cancellationToken);
        }
        catch (RejectedException) when (waiting.Count > 1)
        {
            await FetchAloneAsync(claim, connection, waiting[0], cancellationToken);
        }
        catch (UnreadableFetchException exception)
        {
            await GiveUpAsync(claim, connection, waiting[0], exception.Message, keep: true, cancellationToken);
        }
        catch (Exception exception) when (IsInTheWay(exception, claim.Row.Attempt))
        {
            var reason = exception is ServiceException ? exception.Message : $"Unexpected {exception.GetType().Name}.";
            await GiveUpAsync(claim, connection, waiting[0], reason, keep: false, cancellationToken);
        }
    }

    private async Task FetchAloneAsync(
        Claim<Backfill> claim,
        Connection connection,
        ScheduledFetch row,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await FetchGroupAsync(claim, connection, [row], cancellationToken);
        }
        catch (RejectedException exception)
        {
            await GiveUpAsync(claim, connection, row, exception.Message, keep: false, cancellationToken);
        }
    }

    private async Task FetchGroupAsync(
        Claim<Backfill> claim,
        Connection connection,
        IReadOnlyList<ScheduledFetch> rows,
        CancellationToken cancellationToken
    )
    {
        var before = budget.TakenFor(connection.Id);
        var group = ListedFetch.GroupOf(rows, registry.Sources[connection.Source]);
        var heartRate = await listed.AskAsync(connection.Id, group, Urgency.Backfill, cancellationToken);
        await FinishAsync(
            claim,
            (int)(budget.TakenFor(connection.Id) - before),
            async (db, row) =>
            {
                var changed = await listed.SaveAsync(db, connection, group, heartRate, cancellationToken);
                row.Imported += changed.Count;
                var others = group.Select(workout => workout.Fetched.Workout.ObjectId).Except(changed);
                await wishes.WishAsync(db, connection, row, [.. others], cancellationToken);
            },
            cancellationToken
        );
    }

    private static bool IsInTheWay(Exception exception, int attempt) =>
        exception is RejectedException
        || (
            attempt >= GiveUpAfter
            && exception is not (ServiceException or OperationCanceledException or LeaseLostException)
            && StorageFaults.Of(exception) is null
        );

    // A document that was kept counts as read: only what cannot be read at all is.
    private Task GiveUpAsync(
        Claim<Backfill> claim,
        Connection connection,
        ScheduledFetch waiting,
        string reason,
        bool keep,
        CancellationToken cancellationToken
    ) =>
        FinishAsync(
            claim,
            0,
            async (db, _) =>
            {
                if (keep)
                {
                    await listed.KeepUnreadableAsync(db, connection, waiting, cancellationToken);
                }

                var row = await db.Schedule.SingleAsync(row => row.Id == waiting.Id, cancellationToken);
                new Fate.Dead(reason).ApplyTo(row);
            },
            cancellationToken
        );

    // Cursor, workouts and end of the slice are one transaction: a kill at any moment costs the slice under way.
    private Task FinishAsync(
        Claim<Backfill> claim,
        int requests,
        Func<FitGlueDb, Backfill, Task> effects,
        CancellationToken cancellationToken
    ) =>
        queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                await effects(db, row);
                await db.SaveChangesAsync(cancellationToken);
                row.Requests += requests;
                row.Attempt = 0;
                if (row.DoneFrom > row.From || await Waiting(db, row.Id).AnyAsync(cancellationToken))
                {
                    return new Fate.Snoozed(time.GetUtcNow(), Backfill.GoesOn);
                }

                await db
                    .Schedule.Where(fetch => fetch.BackfillId == row.Id && fetch.State == WorkState.Done)
                    .ExecuteDeleteAsync(cancellationToken);
                row.FinishedAt = time.GetUtcNow();
                return new Fate.Done();
            },
            cancellationToken
        );
}
