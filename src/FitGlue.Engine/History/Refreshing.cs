using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.History;

/// <summary>Turns outdated runs into new passes once nothing more is coming: in the middle of an import each would be made many times.</summary>
public sealed class Refreshing(Database database, TimeProvider time)
{
    private const int AtOnce = 100;

    /// <returns>False: there was nothing to do, or it is too early.</returns>
    public async Task<bool> RunAsync(Guid userId)
    {
        await using var look = await database.OpenAsync(CancellationToken.None);
        if (!await Outdated(look, userId).AnyAsync() || await IsComingAsync(look, userId))
        {
            return false;
        }

        await database.WriteAsync(db => OpenPassesAsync(db, userId), CancellationToken.None);
        return true;
    }

    internal static IQueryable<Run> Outdated(FitGlueDb db, Guid userId) =>
        db.Runs.Where(run => run.UserId == userId && run.IsOutdated && run.State == WorkState.Done);

    private static async Task<bool> IsComingAsync(FitGlueDb db, Guid userId)
    {
        var connections = db.Connections.Where(row => row.UserId == userId && row.PausedAt == null).Select(row => row.Id);
        return await db.Schedule.AnyAsync(row =>
                connections.Contains(row.ConnectionId)
                && (row.Kind == FetchKind.Listed || row.Kind == FetchKind.Import || row.Kind == FetchKind.Window)
                && (row.State == WorkState.Waiting || row.State == WorkState.Running)
                && row.BackfillId == null
            )
            || await db.Backfills.AnyAsync(row =>
                connections.Contains(row.ConnectionId) && row.PausedAt == null && row.FinishedAt == null && row.State != WorkState.NeedsYou
            );
    }

    private async Task OpenPassesAsync(FitGlueDb db, Guid userId)
    {
        var now = time.GetUtcNow();
        foreach (var run in await Outdated(db, userId).OrderBy(run => run.StartTime).Take(AtOnce).ToListAsync())
        {
            run.IsOutdated = false;
            if (await IsNewestAsync(db, run) && run.Outcome is not (RunOutcome.HeldBack or RunOutcome.Blocked or RunOutcome.Superseded))
            {
                await Run.AgainAsync(db, run, now, isRefresh: true, CancellationToken.None);
            }
        }
    }

    // Passes that a later one replaced are history themselves, and stay as they were.
    private static async Task<bool> IsNewestAsync(FitGlueDb db, Run run) =>
        await db.Pipelines.AnyAsync(row => row.Id == run.PipelineId)
        && await db.Activities.AnyAsync(row => row.Id == run.ActivityId && row.State != ActivityState.Deleted)
        && await Run.Newest(db).AnyAsync(newest => newest.Id == run.Id);
}
