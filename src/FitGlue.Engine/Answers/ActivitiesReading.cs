using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Answers;

/// <summary>Gathers what the question about missing activities is answered by.</summary>
internal static class ActivitiesReading
{
    public const int Days = 7;

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <param name="listed">Ids of the workouts that the source lists right now; null: it was not asked.</param>
    public static async Task<NoActivitiesEvidence> ReadAsync(
        FitGlueDb db,
        Subject subject,
        IReadOnlyCollection<string>? listed,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var from = now.AddDays(-Days);
        var own = subject.Workouts(db).Where(row => row.State != ActivityState.Deleted);
        var here = await own.Where(row => row.StartTime >= from)
            .Select(row => new { row.Id, row.ExternalId })
            .ToListAsync(cancellationToken);
        var movement = subject
            .Days.OfType<DayRecord.Movement>()
            .Where(day => day.LongestModerate is not null && day.Day >= DateOnly.FromDateTime(from.UtcDateTime))
            .MaxBy(day => day.LongestModerate);
        var held = await HeldBackAsync(db, subject, from, cancellationToken);
        return new()
        {
            Standing = subject.Standing,
            WorkoutsGranted = subject.Grants(ScopeUse.Workouts),
            AtSource = listed?.Count,
            Here = listed is null ? here.Count : here.Count(row => listed.Contains(row.ExternalId)),
            Waiting = await WaitingAsync(db, subject, from, cancellationToken),
            NewestEndedAt = await own.MaxAsync(row => (DateTimeOffset?)row.EndTime, cancellationToken),
            LongestMovement = movement?.LongestModerate,
            LongestMovementDay = movement?.Day,
            Pipelines = await db.Pipelines.CountAsync(
                row => row.UserId == subject.UserId && row.Source == subject.Connection.Source && row.Enabled,
                cancellationToken
            ),
            HeldBack = held.Select(run => run.ActivityId).Distinct().Count(),
            HeldBackRun = held is [var run, ..] ? run.Id : null,
            HeldBackReason = held is [var newest, ..] ? newest.Reason : null,
            FoundByLooking = subject.Notified ? await FoundByLookingAsync(db, subject, now - Month, cancellationToken) : 0,
        };
    }

    /// <summary>New workouts that looking again found, although the source should have told.</summary>
    public static Task<int> FoundByLookingAsync(FitGlueDb db, Subject subject, DateTimeOffset from, CancellationToken cancellationToken) =>
        db
            .ActivityRevisions.Where(revision =>
                revision.Revision == 1 && revision.FoundBy == Finding.Reconcile && revision.CreatedAt >= from
            )
            .CountAsync(revision => subject.Workouts(db).Any(row => row.Id == revision.ActivityId), cancellationToken);

    private static async Task<int> WaitingAsync(FitGlueDb db, Subject subject, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var listed = await db
            .Schedule.Where(row => row.ConnectionId == subject.Connection.Id && row.Kind == Schedule.FetchKind.Listed)
            .Where(row => row.State != WorkState.Done && row.State != WorkState.Dead && row.StartTime >= from)
            .Select(row => row.ObjectId)
            .ToListAsync(cancellationToken);
        var announced = await db
            .Inbox.Where(row => row.ConnectionId == subject.Connection.Id && row.EventType == SourceEventType.Create)
            .Where(row => row.State != WorkState.Done && row.State != WorkState.Dead)
            .Select(row => row.ObjectId)
            .ToListAsync(cancellationToken);
        return listed.Union(announced).Count(id => id is not null && !subject.Source.IsSession(id));
    }

    // Of each pipeline the run of the newest revision counts; a workout that another pipeline let through is not held back.
    private static async Task<IReadOnlyList<Run>> HeldBackAsync(
        FitGlueDb db,
        Subject subject,
        DateTimeOffset from,
        CancellationToken cancellationToken
    )
    {
        var runs = await db
            .Runs.AsNoTracking()
            .Where(run => run.UserId == subject.UserId && run.StartTime >= from && run.Outcome != RunOutcome.Superseded)
            .Where(run => subject.Workouts(db).Any(row => row.Id == run.ActivityId && row.State != ActivityState.Deleted))
            .ToListAsync(cancellationToken);
        return
        [
            .. runs.GroupBy(run => run.ActivityId)
                .Select(group => group.GroupBy(run => run.PipelineId).Select(passes => passes.MaxBy(run => run.CreatedAt)!).ToList())
                .Where(newest => newest.TrueForAll(run => run.Outcome is RunOutcome.Skipped or RunOutcome.HeldBack))
                .SelectMany(newest => newest)
                .OrderByDescending(run => run.StartTime),
        ];
    }
}
