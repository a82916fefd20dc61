using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Answers;

/// <summary>Answers the questions of one person from what is stored, and on request by asking the source.</summary>
public sealed class Diagnosis(Database database, Registry registry, Subjects subjects, TimeProvider time)
{
    /// <summary>All questions in the order of <see cref="Questions.All"/>; of several sources the worst answer counts.</summary>
    /// <param name="live">Asks the source now, and what is missing here is then fetched; null: what is stored has to do.</param>
    public async Task<IReadOnlyList<Answer>> OfAsync(Guid userId, LiveListing? live, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var about = await subjects.OfAsync(db, userId, cancellationToken);
        var answers = new List<Answer>();
        foreach (var subject in about)
        {
            answers.Add(await NoActivitiesAsync(db, subject, live, cancellationToken));
            answers.Add(await HeartRateAsync(db, subject, cancellationToken));
            answers.Add(await DelayedSyncAsync(db, subject, cancellationToken));
            answers.Add(NoSleepOf(subject));
        }

        return [.. Questions.All.Select(question => Worst(answers, question) ?? Unconnected(question))];
    }

    /// <returns>Null: there is no such question.</returns>
    public async Task<Answer?> OfAsync(Guid userId, string question, LiveListing? live, CancellationToken cancellationToken) =>
        Questions.All.Contains(question)
            ? (await OfAsync(userId, question == Questions.NoActivities ? live : null, cancellationToken)).First(answer =>
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

    private async Task<Answer> NoActivitiesAsync(FitGlueDb db, Subject subject, LiveListing? live, CancellationToken cancellationToken)
    {
        var listed = live is null ? null : await live.ListAsync(subject, cancellationToken);
        var evidence = await ActivitiesReading.ReadAsync(db, subject, listed, time.GetUtcNow(), cancellationToken);
        var answer = NoActivities.Of(evidence, time.GetUtcNow());
        if (live is not null && answer.Verdict == NoActivities.Missed)
        {
            await live.FetchMissedAsync(subject, evidence.AtSource - evidence.Here ?? 0, cancellationToken);
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

    private Answer WithCase<T>(Answer answer, T evidence) => answer with { Case = CaseFile.Of(answer, evidence, time.GetUtcNow()) };

    private Answer Unconnected(string question)
    {
        var standing = new Standing();
        return WithCase(standing.Blocked(question)!, standing);
    }

    private static Answer? Worst(IEnumerable<Answer> answers, string question) =>
        answers.Where(answer => answer.Question == question).MaxBy(answer => answer.Severity);
}
