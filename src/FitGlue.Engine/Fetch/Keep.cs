using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.History;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>What one fetch of a workout brought.</summary>
/// <param name="Workout">The source's document and when its request began.</param>
/// <param name="HeartRate">Rows of [start − 10 min, end + 10 min]; null: not asked for yet.</param>
/// <param name="Occasion">Why it was fetched, for the timeline.</param>
/// <param name="FoundBy">How we came to know.</param>
/// <param name="IsHistory">Found by looking back rather than announced: of one from before the connection no more heart rate is expected.</param>
/// <param name="AtSourceAt">When the source says that it happened there.</param>
/// <param name="BackfillId">The backfill that asked for it.</param>
/// <param name="HasOwnHeartRate">The heart rate is part of the document: no more is expected beside it.</param>
public sealed record Fetched(
    SourceDocument Workout,
    DateTimeOffset RequestedAt,
    IReadOnlyList<HeartRateSample>? HeartRate,
    DateTimeOffset HeartRateRequestedAt,
    string Occasion,
    Finding FoundBy,
    bool IsHistory = false,
    DateTimeOffset? AtSourceAt = null,
    Guid? BackfillId = null,
    bool HasOwnHeartRate = false
)
{
    internal Fetched WithOwn(IReadOnlyList<HeartRateSample> heartRate) =>
        this with
        {
            HeartRate = heartRate,
            HeartRateRequestedAt = RequestedAt,
            HasOwnHeartRate = true,
        };
}

/// <summary>The second hand-over: documents, activity, revision and runs in one transaction.</summary>
public sealed class Keep(Registry registry, Settling settling, Revising revising, TimeProvider time)
{
    /// <summary>Heart rate lags behind: it is complete when a sample lies this close to the end, or behind it.</summary>
    public static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(360);

    internal const string NotDelivered = "Not delivered: the workout was deleted at the source.";

    /// <summary>
    /// The length of the settle schedule: what was over that long before the connection was made has all its heart rate. A ring that
    /// syncs after days brings old workouts, too, and their heart rate may follow.
    /// </summary>
    private static readonly TimeSpan HistoryAfter = TimeSpan.FromHours(48);

    /// <returns>True where something changed, so that runs wait.</returns>
    /// <exception cref="UnreadableDocumentException">The document is kept; it holds no workout.</exception>
    public async Task<bool> SaveAsync(FitGlueDb db, Connection connection, Fetched fetched, CancellationToken cancellationToken)
    {
        var (source, objectId) = (registry.Sources[connection.Source], fetched.Workout.ObjectId);
        var known = await db.Activities.FirstOrDefaultAsync(
            row => row.UserId == connection.UserId && row.Source == connection.Source && row.ExternalId == objectId,
            cancellationToken
        );
        var workout = await DocumentStore.StoreAsync(
            db,
            connection,
            DocumentKind.Workout,
            objectId,
            fetched.Workout.Json,
            fetched.RequestedAt,
            time.GetUtcNow(),
            cancellationToken
        );
        var heartRate =
            fetched.HeartRate is { } samples
                ? await DocumentStore.StoreAsync(
                    db,
                    connection,
                    DocumentKind.HeartRate,
                    objectId,
                    DocumentContent.OfHeartRate(samples),
                    fetched.HeartRateRequestedAt,
                    time.GetUtcNow(),
                    cancellationToken
                )
            : await DocumentStore.NewestAsync(db, connection, DocumentKind.HeartRate, objectId, cancellationToken) is { } old
                ? new StoredDocument(old, false)
            : null;

        if (heartRate is { IsNew: true } && fetched.HeartRate is { } kept)
        {
            await WaitingWindows.HurryAsync(db, connection.Id, kept, time.GetUtcNow(), cancellationToken);
        }

        if (source.Map(new(objectId, DocumentContent.Expand(workout.Document.Content))) is not { } mapped)
        {
            return false;
        }

        var activity = WithHeartRate(mapped, heartRate?.Document);
        var settled =
            fetched.HasOwnHeartRate
            || IsSettled(activity, heartRate?.Document)
            || (fetched.IsHistory && activity.EndTime < connection.CreatedAt - HistoryAfter);
        var isNew = known is null;
        var isChanged = known is not null && await MappedHashAsync(db, known.Id, cancellationToken) != workout.Document.Hash;
        var reappeared = known?.State is ActivityState.Deleted;
        if (known is not null && !reappeared && !isChanged && heartRate is not { IsNew: true })
        {
            await settling.FollowAsync(db, connection, known, settled, cancellationToken);
            return false;
        }

        var row = known ?? db.Activities.Add(revising.RowOf(connection.UserId, connection.Id, activity)).Entity;
        var reason =
            isNew ? fetched.Occasion
            : reappeared ? "It is at the source again"
            : isChanged ? "Changed at the source"
            : activity.HeartRate.Samples.IsEmpty ? "Asked for heart rate, and there is none"
            : "More heart rate arrived";
        var cause = new RevisionCause(workout.Document, heartRate?.Document, reason, fetched.FoundBy, fetched.AtSourceAt);
        await revising.ReviseAsync(db, row, activity, cause, cancellationToken);
        row.ConnectionId = connection.Id;
        row.BackfillId = fetched.BackfillId ?? row.BackfillId;
        row.State = settled ? ActivityState.Settled : ActivityState.Provisional;
        await settling.FollowAsync(db, connection, row, settled, cancellationToken);
        return true;
    }

    /// <summary>Keeps a document that no workout can be read from, so that nothing is lost.</summary>
    public Task KeepUnreadableAsync(
        FitGlueDb db,
        Connection connection,
        SourceDocument document,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    ) =>
        DocumentStore.StoreAsync(
            db,
            connection,
            DocumentKind.Workout,
            document.ObjectId,
            document.Json,
            requestedAt,
            time.GetUtcNow(),
            cancellationToken
        );

    /// <summary>The source no longer has it: a tombstone. What was delivered stays where it is.</summary>
    public async Task DeleteAsync(FitGlueDb db, Connection connection, string objectId, CancellationToken cancellationToken)
    {
        var row = await db.Activities.FirstOrDefaultAsync(
            row => row.UserId == connection.UserId && row.Source == connection.Source && row.ExternalId == objectId,
            cancellationToken
        );
        await Settling.CancelAsync(db, connection.Id, objectId, cancellationToken);
        await ForgetListedAsync(db, connection.Id, objectId, cancellationToken);
        if (row is null || row.State is ActivityState.Deleted)
        {
            return;
        }

        var now = time.GetUtcNow();
        (row.State, row.ChangedAt) = (ActivityState.Deleted, now);
        await Outdating.MarkAsync(db, row.UserId, StoredActivity.Read(row.Content).Sport.IsWorkout, row.StartTime, cancellationToken);
        db.Timeline.Add(
            new()
            {
                ActivityId = row.Id,
                At = now,
                What = "Deleted at the source; files already delivered stay",
            }
        );
        await Enriching.TakeBackAsync(db, row.Id, now, cancellationToken);
        await revising.SupersedeAsync(db, row.Id, cancellationToken);
        await db
            .Deliveries.Where(delivery => delivery.ActivityId == row.Id && delivery.State != WorkState.Done)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(delivery => delivery.State, WorkState.Done).SetProperty(delivery => delivery.LastError, NotDelivered),
                cancellationToken
            );
    }

    // A list that was read before the source lost it would bring it back.
    private static Task<int> ForgetListedAsync(FitGlueDb db, Guid connectionId, string objectId, CancellationToken cancellationToken) =>
        db
            .Schedule.Where(fetch =>
                fetch.ConnectionId == connectionId
                && fetch.ObjectId == objectId
                && fetch.Kind == FetchKind.Listed
                && fetch.State != WorkState.Running
                && fetch.State != WorkState.Done
            )
            .ExecuteDeleteAsync(cancellationToken);

    private static Task<string?> MappedHashAsync(FitGlueDb db, Guid activityId, CancellationToken cancellationToken) =>
        DocumentStore.MappedHashAsync(db, db.Activities.Where(row => row.Id == activityId), cancellationToken);

    private static Activity WithHeartRate(Activity activity, Document? document) =>
        document is null
            ? activity
            : activity with
            {
                HeartRate = HeartRate.Of(
                    DocumentContent.ToHeartRate(DocumentContent.Expand(document.Content)),
                    activity.StartTime,
                    activity.EndTime
                ),
            };

    private static bool IsSettled(Activity activity, Document? document) =>
        document is not null
        && DocumentContent
            .ToHeartRate(DocumentContent.Expand(document.Content))
            .Any(sample => sample.Time >= activity.EndTime - SettledWithin);
}
