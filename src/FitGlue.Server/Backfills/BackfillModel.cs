using FitGlue.Core.Sources;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Work;

namespace FitGlue.Server.Backfills;

public enum BackfillState
{
    Waiting,
    Running,
    Paused,

    /// <summary>A limit or an outage: it goes on by itself.</summary>
    Retrying,
    NeedsYou,
    Done,
    Canceled,
    Dead,
}

/// <summary>A backfill as API and pages show it.</summary>
/// <param name="DeliverTo">Targets of pipelines that get what it finds; none: nothing is delivered.</param>
/// <param name="Error">Why it does not go on, if it does not.</param>
/// <param name="Listed">Workouts that the source lists in the days done.</param>
/// <param name="Imported">Of those, new or changed here; of a dry run, those that would be.</param>
/// <param name="Waiting">Listed, and not here yet.</param>
/// <param name="Failed">Given up, each with its reason; the others went on.</param>
/// <param name="Requests">Made so far.</param>
/// <param name="Estimate">Of a dry run that is done: what fetching would take.</param>
/// <param name="Progress">0…1, by days.</param>
public sealed record BackfillModel(
    Guid Id,
    Guid ConnectionId,
    string Source,
    DateOnly From,
    DateOnly To,
    bool DryRun,
    IReadOnlyList<Guid> DeliverTo,
    BackfillState State,
    string? Error,
    DateTimeOffset? NextAttemptAt,
    int Listed,
    int Imported,
    int Waiting,
    int Failed,
    int Requests,
    BackfillEstimate? Estimate,
    double Progress,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt
)
{
    public bool IsOver => State is BackfillState.Done or BackfillState.Canceled or BackfillState.Dead;

    /// <param name="waiting">Starts of the workouts that wait to be fetched.</param>
    public static BackfillModel Of(
        Backfill row,
        string source,
        RequestLimit? limit,
        IReadOnlyCollection<DateTimeOffset> waiting,
        int failed,
        DateTimeOffset now
    )
    {
        var state = StateOf(row, now);
        var explains = state is BackfillState.Retrying or BackfillState.NeedsYou or BackfillState.Dead;
        return new(
            row.Id,
            row.ConnectionId,
            source,
            row.From,
            row.To,
            row.DryRun,
            [.. row.DeliverTo.Select(EntryOf).OfType<Guid>()],
            state,
            explains ? row.LastError : null,
            state is BackfillState.Retrying ? row.NextAttemptAt : null,
            row.Listed,
            row.Imported,
            waiting.Count,
            failed,
            row.Requests,
            row is { DryRun: true, FinishedAt: not null } && limit is not null
                ? BackfillEstimate.Of(row.Imported, row.RequestsNeeded + row.Requests, limit)
                : null,
            ProgressOf(row, waiting),
            row.CreatedAt,
            row.FinishedAt
        );
    }

    private static BackfillState StateOf(Backfill row, DateTimeOffset now) =>
        row.State switch
        {
            WorkState.Done => row.LastError == Backfill.Canceled ? BackfillState.Canceled : BackfillState.Done,
            WorkState.Dead => BackfillState.Dead,
            _ when row.PausedAt is not null => BackfillState.Paused,
            WorkState.NeedsYou => BackfillState.NeedsYou,
            WorkState.Retrying or WorkState.Snoozed when row.NextAttemptAt > now => BackfillState.Retrying,
            WorkState.Waiting when row.DoneFrom is null => BackfillState.Waiting,
            _ => BackfillState.Running,
        };

    // By days, the newest first: down to the newest workout that still waits, else to where the list has come.
    private static double ProgressOf(Backfill row, IReadOnlyCollection<DateTimeOffset> waiting)
    {
        if (row.FinishedAt is not null && row.LastError != Backfill.Canceled)
        {
            return 1;
        }

        var reached =
            row.DoneFrom is not { } listed ? row.To.AddDays(1)
            : waiting.Count > 0 && DateOnly.FromDateTime(waiting.Max().UtcDateTime).AddDays(1) is var open && open > listed ? open
            : listed;
        return Math.Clamp((row.To.DayNumber + 1 - reached.DayNumber) / (row.To.DayNumber + 1.0 - row.From.DayNumber), 0, 1);
    }

    // A place of a target without an account of its own ends with the target's id.
    private static Guid? EntryOf(string place) => Guid.TryParse(place[(place.LastIndexOf('/') + 1)..], out var id) ? id : null;
}

/// <summary>What fetching would take.</summary>
/// <param name="Workouts">New or changed.</param>
/// <param name="Requests">To the source.</param>
/// <param name="Seconds">At least, within the source's limit.</param>
public sealed record BackfillEstimate(int Workouts, int Requests, double Seconds)
{
    /// <summary>One after another, as a source answers on an ordinary day.</summary>
    private const double SecondsPerRequest = 0.4;

    /// <summary>What is live goes first: history takes half of what the source allows.</summary>
    private const double Share = 0.5;

    public static BackfillEstimate Of(int workouts, int requests, RequestLimit limit) =>
        new(
            workouts,
            requests,
            Math.Round(Math.Max(requests * SecondsPerRequest, requests / (limit.Requests * Share) * limit.Window.TotalSeconds))
        );
}
