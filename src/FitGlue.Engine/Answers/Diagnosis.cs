using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Answers;

/// <summary>Answers the questions of one person from what is stored, and on request by asking the source.</summary>
public sealed partial class Diagnosis(
    Database database,
    Registry registry,
    Subjects subjects,
    SourceAccess access,
    Disconnecting connections,
    TimeProvider time,
    ILogger<Diagnosis> logger
)
{
    /// <summary>All questions in the order of <see cref="Questions.All"/>; of several sources the worst answer counts.</summary>
    /// <param name="probe">Whether the source is asked now; what is missing here is then fetched.</param>
    public async Task<IReadOnlyList<Answer>> OfAsync(Guid userId, bool probe, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var about = await subjects.OfAsync(db, userId, cancellationToken);
        var answers = new List<Answer>();
        foreach (var subject in about)
        {
            answers.Add(await NoActivitiesAsync(db, subject, probe, cancellationToken));
            answers.Add(await HeartRateAsync(db, subject, cancellationToken));
            answers.Add(await DelayedSyncAsync(db, subject, cancellationToken));
            answers.Add(NoSleepOf(subject));
        }

        return [.. Questions.All.Select(question => Worst(answers, question) ?? Unconnected(question))];
    }

    /// <returns>Null: there is no such question.</returns>
    public async Task<Answer?> OfAsync(Guid userId, string question, bool probe, CancellationToken cancellationToken) =>
        Questions.All.Contains(question)
            ? (await OfAsync(userId, probe && question == Questions.NoActivities, cancellationToken)).First(answer =>
                answer.Question == question
            )
            : null;

    /// <summary>Why the heart rate of one workout is as it is.</summary>
    /// <returns>Null: there is no such activity, or its source is no longer connected.</returns>
    public async Task<Answer?> OfActivityAsync(Guid userId, Guid activityId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var row = await db
            .Activities.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == activityId && row.UserId == userId, cancellationToken);
        if (row is null || row.State is ActivityState.Deleted)
        {
            return null;
        }

        var subject = (await subjects.OfAsync(db, userId, cancellationToken)).FirstOrDefault(subject =>
            subject.Connection.Source == row.Source
        );
        if (subject is null)
        {
            return null;
        }

        var evidence = await HeartRateReading.ReadAsync(db, subject, row, cancellationToken);
        return WithCase(HeartRateSparse.Of(evidence, time.GetUtcNow()), evidence);
    }

    private async Task<Answer> NoActivitiesAsync(FitGlueDb db, Subject subject, bool probe, CancellationToken cancellationToken)
    {
        var listed = probe ? await ListAsync(subject, cancellationToken) : null;
        var evidence = await ActivitiesReading.ReadAsync(db, subject, listed, time.GetUtcNow(), cancellationToken);
        var answer = NoActivities.Of(evidence, time.GetUtcNow());
        if (answer.Verdict == NoActivities.Missed)
        {
            LogMissed(logger, subject.Connection.Id, evidence.AtSource - evidence.Here ?? 0);
            await connections.CheckAsync(subject.UserId, subject.Connection.Id, cancellationToken);
        }

        return WithCase(answer, evidence);
    }

    private async Task<Answer> HeartRateAsync(FitGlueDb db, Subject subject, CancellationToken cancellationToken)
    {
        var evidence = await HeartRateReading.ReadAsync(db, subject, time.GetUtcNow(), cancellationToken);
        return WithCase(HeartRateMonth.Of(evidence, time.GetUtcNow()), evidence);
    }

    private async Task<Answer> DelayedSyncAsync(FitGlueDb db, Subject subject, CancellationToken cancellationToken)
    {
        var evidence = await SyncReading.ReadAsync(db, subject, registry, time.GetUtcNow(), cancellationToken);
        return WithCase(DelayedSync.Of(evidence, time.GetUtcNow()), evidence);
    }

    private Answer NoSleepOf(Subject subject)
    {
        var now = time.GetUtcNow().ToOffset(subject.Standing.Offset ?? TimeSpan.Zero);
        var evidence = new NoSleepEvidence
        {
            Standing = subject.Standing,
            Supported = subject.Source is IDayRecordSource,
            Granted = subject.Grants(ScopeUse.Days),
            ReadAt = subject.DaysReadAt,
            Nights = Nights.Of(subject.Days, subject.Standing.LastDataAt, now),
        };
        return WithCase(NoSleep.Of(evidence, now), evidence);
    }

    // What cannot be asked is not known; the connection's state says why.
    private async Task<IReadOnlyCollection<string>?> ListAsync(Subject subject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        try
        {
            return await access.CallAsync(
                subject.Connection.Id,
                SourceCall.Workouts,
                Urgency.Live,
                async (source, token) =>
                {
                    var ids = new HashSet<string>(StringComparer.Ordinal);
                    var listed = source.ListWorkoutsAsync(
                        today.AddDays(-ActivitiesReading.Days),
                        today.AddDays(1),
                        token,
                        cancellationToken
                    );
                    await foreach (var document in listed)
                    {
                        if (StartOf(source, document) >= now.AddDays(-ActivitiesReading.Days))
                        {
                            ids.Add(document.ObjectId);
                        }
                    }

                    return ids;
                },
                cancellationToken
            );
        }
        catch (ServiceException exception)
        {
            LogNotListed(logger, subject.Connection.Id, exception.Message);
            return null;
        }
    }

    private static DateTimeOffset? StartOf(IConnectedSource source, SourceDocument document)
    {
        try
        {
            return source.Map(document)?.StartTime;
        }
        catch (UnreadableDocumentException)
        {
            // It is kept and named among the oddities; as a workout nobody can count it.
            return null;
        }
    }

    private Answer WithCase<T>(Answer answer, T evidence) => answer with { Case = CaseFile.Of(answer, evidence, time.GetUtcNow()) };

    private Answer Unconnected(string question)
    {
        var standing = new Standing();
        return WithCase(standing.Blocked(question)!, standing);
    }

    private static Answer? Worst(IEnumerable<Answer> answers, string question) =>
        answers.Where(answer => answer.Question == question).MaxBy(answer => answer.Severity);

    [LoggerMessage(LogLevel.Warning, "Connection {Connection}: the source lists {Count} workouts that are not here; they are fetched now")]
    private static partial void LogMissed(ILogger logger, Guid connection, int count);

    [LoggerMessage(LogLevel.Information, "Connection {Connection}: the source could not be asked for a diagnosis: {Reason}")]
    private static partial void LogNotListed(ILogger logger, Guid connection, string reason);
}
