using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Engine.Connections;
using FitGlue.Engine.History;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Fetches the heart rate of the window of another source's activity, and again while the device may still bring more of it.</summary>
public sealed class WindowStep(StepRunner runner, WorkQueue queue, Database database, WorkoutFetch fetch, Hints hints, TimeProvider time)
{
    /// <summary>Why there is no answer, and none is to be waited for.</summary>
    internal const string NotGranted = "The connection may not read heart rate.";

    /// <summary>After the end of the activity.</summary>
    private static readonly TimeSpan[] Looks =
    [
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(48),
    ];

    /// <summary>No place on earth is further than 14 hours from the time of another one that a person may have set.</summary>
    private static readonly TimeSpan FarMargin = TimeSpan.FromHours(14) + HeartRate.Margin;

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db =>
                db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Window)
                    .OrderByDescending(row => row.StartTime),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(claim.Row.ConnectionId, cancellationToken);
        var activity = await ActivityAsync(look, connection, claim.Row, cancellationToken);
        if (activity is null)
        {
            return new Fate.Done("The activity is gone.");
        }

        var requestedAt = time.GetUtcNow();
        var samples = await AskAsync(connection.Id, activity, cancellationToken);
        var kept = samples is [] ? await FarAsync(connection.Id, activity, cancellationToken) : samples;
        await queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                // Without the grant nothing is known; that is not the same as nothing measured. What lies hours away is told once.
                var isFirst = !await IsKnownAsync(db, connection, row.ObjectId!, cancellationToken);
                if (
                    kept is not null
                    && await StoreAsync(db, connection, row.ObjectId!, kept, requestedAt, cancellationToken)
                    && (samples is not [] || isFirst)
                )
                {
                    if (samples is not [] && !Matching.Record.Of(activity).Candidate.HasHeartRate)
                    {
                        await Outdating.MarkAsync(db, connection.UserId, activity.StartTime, cancellationToken);
                    }

                    await GoOnAsync(db, activity.Id, cancellationToken);
                    await WaitingWindows.HurryAsync(db, connection.Id, kept, time.GetUtcNow(), cancellationToken);
                }

                // Whoever went on without an answer says what to do instead.
                if (samples is null && claim.Row.LastError is not NotGranted)
                {
                    await GoOnAsync(db, activity.Id, cancellationToken);
                }

                return Next(activity, samples);
            },
            cancellationToken
        );
        hints.Athlete(connection.UserId);
        return null;
    }

    /// <returns>Null: the connection may not read heart rate.</returns>
    private async Task<IReadOnlyList<HeartRateSample>?> AskAsync(
        Guid connectionId,
        ActivityRow activity,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await SamplesAsync(connectionId, activity, HeartRate.Margin, cancellationToken);
        }
        catch (ServiceException exception) when (exception is ReconnectRequiredException or UnauthorizedException)
        {
            // Nobody answers until the person reconnects: the run says so instead of waiting.
            await database.WriteAsync(db => GoOnAsync(db, activity.Id, cancellationToken), cancellationToken);
            throw;
        }
    }

    /// <summary>There is nothing at that time, though the device was read out since: with what lies hours around it a booster can tell a clock that is off.</summary>
    private async Task<IReadOnlyList<HeartRateSample>> FarAsync(
        Guid connectionId,
        ActivityRow activity,
        CancellationToken cancellationToken
    )
    {
        var far = await SamplesAsync(connectionId, activity, FarMargin, cancellationToken);
        return far is not null && far.Any(sample => sample.Time > activity.EndTime) ? far : [];
    }

    private Task<IReadOnlyList<HeartRateSample>?> SamplesAsync(
        Guid connectionId,
        ActivityRow activity,
        TimeSpan margin,
        CancellationToken cancellationToken
    ) => fetch.SamplesAsync(connectionId, activity.StartTime - margin, activity.EndTime + margin, Urgency.Live, cancellationToken);

    private static async Task<bool> IsKnownAsync(
        FitGlueDb db,
        Connection connection,
        string objectId,
        CancellationToken cancellationToken
    ) =>
        await DocumentStore.NewestAsync(db, connection, DocumentKind.HeartRate, objectId, cancellationToken) is { } known
        && DocumentContent.ToHeartRate(DocumentContent.Expand(known.Content)).Count > 0;

    /// <returns>Whether it is another one than before.</returns>
    private async Task<bool> StoreAsync(
        FitGlueDb db,
        Connection connection,
        string objectId,
        IReadOnlyList<HeartRateSample> samples,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var content = DocumentContent.OfHeartRate(samples);
        var stored = await DocumentStore.StoreAsync(
            db,
            connection,
            DocumentKind.HeartRate,
            objectId,
            content,
            requestedAt,
            time.GetUtcNow(),
            cancellationToken
        );
        return stored.IsNew;
    }

    private static Task<ActivityRow?> ActivityAsync(
        FitGlueDb db,
        Connection connection,
        ScheduledFetch row,
        CancellationToken cancellationToken
    ) =>
        OtherHeartRates.ActivityOf(row.ObjectId) is { } id
            ? db
                .Activities.AsNoTracking()
                .FirstOrDefaultAsync(
                    activity => activity.Id == id && activity.UserId == connection.UserId && activity.State != ActivityState.Deleted,
                    cancellationToken
                )
            : Task.FromResult<ActivityRow?>(null);

    // The run that waits goes on; what went on without is run again, and what was delivered is updated.
    private Task GoOnAsync(FitGlueDb db, Guid activityId, CancellationToken cancellationToken) =>
        Run.GoOnEachAsync(db, Run.Newest(db).Where(run => run.ActivityId == activityId), time.GetUtcNow(), cancellationToken);

    private Fate Next(ActivityRow activity, IReadOnlyList<HeartRateSample>? samples)
    {
        var now = time.GetUtcNow();
        var isComplete = samples?.Any(sample => sample.Time >= activity.EndTime - Keep.SettledWithin) is true;
        var next = Looks.Select(look => activity.EndTime + look).FirstOrDefault(at => at > now);
        return isComplete || next == default
            ? new Fate.Done(samples is null ? NotGranted : null)
            : new Fate.Snoozed(next, samples is null ? NotGranted : "The device may still bring more heart rate.");
    }
}
