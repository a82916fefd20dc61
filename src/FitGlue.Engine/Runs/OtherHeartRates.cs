using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>Heart rate that another source has for the window of an activity: fetched by that source's connection, kept as a document.</summary>
public sealed class OtherHeartRates(Database database, Hints hints, TimeProvider time)
{
    /// <summary>A run waits so long for the first answer; one that comes later opens another pass.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private const string Prefix = "window-";

    /// <summary>Name of the document of an activity's window at another source.</summary>
    internal static string ObjectId(Guid activityId) => $"{Prefix}{activityId:N}";

    /// <summary>The activity that such a document is of; null: it is none.</summary>
    internal static Guid? ActivityOf(string? objectId) => Guid.TryParse(objectId?[Prefix.Length..], out var id) ? id : null;

    internal async Task<IReadOnlyDictionary<string, IReadOnlyList<HeartRateSample>>> ReadAsync(
        RunSubject subject,
        Activity activity,
        IReadOnlyList<BoosterNeeds> needs,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, IReadOnlyList<HeartRateSample>>(StringComparer.Ordinal);
        await using var db = await database.OpenAsync(cancellationToken);
        foreach (
            var source in needs.Select(need => need.HeartRateFrom).OfType<string>().Where(source => source != activity.Source).Distinct()
        )
        {
            if (await NewestAsync(db, subject, source, cancellationToken) is { } document)
            {
                found[source] = DocumentContent.ToHeartRate(DocumentContent.Expand(document.Content));
            }
        }

        return found;
    }

    /// <summary>Asks for it where nobody has yet.</summary>
    /// <returns>What stands for the step meanwhile; null: there is an answer, or nobody can be asked.</returns>
    internal async Task<Boost?> WaitAsync(RunSubject subject, Activity activity, string source, CancellationToken cancellationToken)
    {
        if (await ToBeAskedAsync(subject, activity, source, cancellationToken) is not { } connection)
        {
            return null;
        }

        var now = time.GetUtcNow();
        // Of one that waits for the person, who is told elsewhere, the fetch waits as well; the run does not.
        var asked = await AskAsync(connection.Id, subject, activity, now, cancellationToken);
        if (
            asked.LastError is WindowStep.NotGranted
            || asked.State is WorkState.NeedsYou or WorkState.Dead
            || connection.State is ConnectionState.Reconnect
        )
        {
            return null;
        }

        hints.Connection(connection.Id);
        var until = (asked.PayloadRequestedAt ?? now) + LongestWait;
        return until > now
            ? new Boost.Waiting(until, "Asks another source for the heart rate of this time.")
            : new Boost.Skipped("The other source has not answered yet. The workout goes on, and is run again when it does.");
    }

    /// <summary>Whether a run would have to ask for it.</summary>
    internal async Task<bool> IsToBeAskedAsync(RunSubject subject, Activity activity, string source, CancellationToken cancellationToken) =>
        await ToBeAskedAsync(subject, activity, source, cancellationToken) is not null;

    /// <returns>The connection; null: there is an answer, or nobody can be asked.</returns>
    private async Task<Connection?> ToBeAskedAsync(
        RunSubject subject,
        Activity activity,
        string source,
        CancellationToken cancellationToken
    )
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return source == activity.Source || await NewestAsync(db, subject, source, cancellationToken) is not null
            ? null
            : await db
                .Connections.AsNoTracking()
                .FirstOrDefaultAsync(row => row.UserId == subject.UserId && row.Source == source, cancellationToken);
    }

    /// <returns>The fetch, which remembers when it was first asked for.</returns>
    private Task<ScheduledFetch> AskAsync(
        Guid connectionId,
        RunSubject subject,
        Activity activity,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            async db =>
            {
                var name = ObjectId(subject.ActivityId);
                var known = await db.Schedule.FirstOrDefaultAsync(
                    row => row.ConnectionId == connectionId && row.Kind == FetchKind.Window && row.ObjectId == name,
                    cancellationToken
                );
                return known
                    ?? db.Schedule.Add(
                        new()
                        {
                            ConnectionId = connectionId,
                            Kind = FetchKind.Window,
                            ObjectId = name,
                            StartTime = activity.StartTime,
                            PayloadRequestedAt = now,
                            NextAttemptAt = now,
                        }
                    ).Entity;
            },
            cancellationToken
        );

    private static Task<Document?> NewestAsync(FitGlueDb db, RunSubject subject, string source, CancellationToken cancellationToken)
    {
        var name = ObjectId(subject.ActivityId);
        return db
            .Documents.AsNoTracking()
            .Where(row =>
                row.UserId == subject.UserId && row.Source == source && row.Kind == DocumentKind.HeartRate && row.ObjectId == name
            )
            .OrderByDescending(row => row.RequestedAt)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
