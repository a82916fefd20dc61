using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using FitGlue.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Runs;

/// <summary>Which runs a list holds.</summary>
public sealed record RunFilter(Guid UserId, Guid? ActivityId, Guid? PipelineId, RunState? State, int Limit)
{
    internal Cursor? Before { get; init; }
}

/// <summary>Reads the runs of one user.</summary>
public sealed class RunQueries(Database database)
{
    /// <summary>Newest first, with deliveries and timeline.</summary>
    public async Task<IReadOnlyList<RunModel>> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var runs = await Filtered(db, filter)
            .OrderByDescending(run => run.CreatedAt)
            .ThenByDescending(run => run.Id)
            .Take(filter.Limit + 1)
            .ToListAsync(cancellationToken);
        return await ModelsAsync(db, runs, cancellationToken);
    }

    public async Task<RunModel?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var runs = await db.Runs.AsNoTracking().Where(run => run.UserId == userId && run.Id == id).ToListAsync(cancellationToken);
        return await ModelsAsync(db, runs, cancellationToken) is [var model] ? model : null;
    }

    public async Task<int> CountHeldBackAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await InState(db, db.Runs.Where(run => run.UserId == userId), RunState.HeldBack).CountAsync(cancellationToken);
    }

    private static IQueryable<Run> Filtered(FitGlueDb db, RunFilter filter)
    {
        var runs = db.Runs.AsNoTracking().Where(run => run.UserId == filter.UserId);
        runs = filter.ActivityId is { } activity ? runs.Where(run => run.ActivityId == activity) : runs;
        runs = filter.PipelineId is { } pipeline ? runs.Where(run => run.PipelineId == pipeline) : runs;
        runs = filter.State is { } state ? InState(db, runs, state) : runs;
        return filter.Before is { } cursor
            ? runs.Where(run => run.CreatedAt < cursor.At || (run.CreatedAt == cursor.At && run.Id.CompareTo(cursor.Id) < 0))
            : runs;
    }

    // The same words as RunModel says them, asked of the database.
    private static IQueryable<Run> InState(FitGlueDb db, IQueryable<Run> runs, RunState state)
    {
        var done = runs.Where(run => run.State == WorkState.Done);
        var delivered = done.Where(run => run.Outcome == RunOutcome.Delivered);
        var ended = delivered.Where(run =>
            !db.Deliveries.Any(row =>
                row.RunId == run.Id && row.State != WorkState.Done && row.State != WorkState.Dead && row.State != WorkState.NeedsYou
            )
        );
        var unfinished = ended.Where(run => db.Deliveries.Any(row => row.RunId == run.Id && row.State != WorkState.Done));
        return state switch
        {
            RunState.Waiting => runs.Where(run => run.State == WorkState.Waiting || run.State == WorkState.Snoozed),
            RunState.Running => runs.Where(run => run.State == WorkState.Running),
            RunState.Retrying => runs.Where(run => run.State == WorkState.Retrying),
            RunState.NeedsYou => runs.Where(run => run.State == WorkState.NeedsYou),
            RunState.Dead => runs.Where(run => run.State == WorkState.Dead),
            RunState.Superseded => done.Where(run => run.Outcome == RunOutcome.Superseded),
            RunState.Quiet => done.Where(run => run.Outcome == RunOutcome.Quiet),
            RunState.Skipped => done.Where(run => run.Outcome == RunOutcome.Skipped),
            RunState.HeldBack => StillSo(db, done.Where(run => run.Outcome == RunOutcome.HeldBack)),
            RunState.Blocked => StillSo(db, done.Where(run => run.Outcome == RunOutcome.Blocked)),
            RunState.Delivering => delivered.Where(run =>
                db.Deliveries.Any(row =>
                    row.RunId == run.Id && row.State != WorkState.Done && row.State != WorkState.Dead && row.State != WorkState.NeedsYou
                )
            ),
            RunState.Delivered => delivered.Where(run => !db.Deliveries.Any(row => row.RunId == run.Id && row.State != WorkState.Done)),
            RunState.Partial => unfinished.Where(run => db.Deliveries.Any(row => row.RunId == run.Id && row.State == WorkState.Done)),
            RunState.Failed => unfinished.Where(run => !db.Deliveries.Any(row => row.RunId == run.Id && row.State == WorkState.Done)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // One that a later run of the same workout and pipeline replaced is history: let through, or another revision.
    private static IQueryable<Run> StillSo(FitGlueDb db, IQueryable<Run> runs) =>
        Run.Newest(db, runs)
            .Where(run => db.Activities.Any(row => row.Id == run.ActivityId && row.State != Engine.Fetch.ActivityState.Deleted));

    private static async Task<IReadOnlyList<RunModel>> ModelsAsync(FitGlueDb db, List<Run> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(run => run.Id).ToList();
        var activities = runs.Select(run => run.ActivityId).Distinct().ToList();
        var deliveries = await db
            .Deliveries.AsNoTracking()
            .Where(row => ids.Contains(row.RunId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var timeline = await db
            .Timeline.AsNoTracking()
            .Where(entry => activities.Contains(entry.ActivityId))
            .OrderBy(entry => entry.At)
            .ThenBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. runs.Select(run =>
                RunModel.Of(
                    run,
                    [.. deliveries.Where(delivery => delivery.RunId == run.Id)],
                    timeline.Where(entry => entry.ActivityId == run.ActivityId)
                )
            ),
        ];
    }
}
