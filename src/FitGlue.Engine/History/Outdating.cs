using FitGlue.Core.Matching;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.History;

/// <summary>A change of history makes later runs outdated: what their boosters said may be said differently now.</summary>
internal static class Outdating
{
    /// <summary>Part of the write that changes the history.</summary>
    /// <param name="after">Runs of workouts that begin later look back on it.</param>
    public static async Task MarkAsync(FitGlueDb db, Guid userId, DateTimeOffset after, CancellationToken cancellationToken)
    {
        // What stands for what depends on the records of a day around.
        var from = after > DateTimeOffset.MinValue + Candidate.Reach ? after - Candidate.Reach : after;
        await db
            .Runs.Where(run => run.UserId == userId && run.ReadsHistory && !run.IsOutdated && run.StartTime > from)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.IsOutdated, true), cancellationToken);
        await CountAsync(db, userId, cancellationToken);
    }

    /// <summary>Part of the write that brings, changes or deletes an activity. Nobody looks back on a session; what matches it is judged anew.</summary>
    /// <param name="isWorkout">It is one, or was.</param>
    public static Task MarkAsync(FitGlueDb db, Guid userId, bool isWorkout, DateTimeOffset after, CancellationToken cancellationToken) =>
        isWorkout ? MarkAsync(db, userId, after, cancellationToken) : CountAsync(db, userId, cancellationToken);

    private static async Task CountAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var version = await db.HistoryVersions.FindAsync([userId], cancellationToken);
        version ??= db.HistoryVersions.Add(new() { UserId = userId }).Entity;
        version.Version++;
    }

    public static Task<long> VersionAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken) =>
        db.HistoryVersions.Where(row => row.UserId == userId).Select(row => row.Version).FirstOrDefaultAsync(cancellationToken);
}
