using FitGlue.Core.Boosters;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Runs;

/// <summary>What a step of a pipeline asks the person of one activity, and the answer.</summary>
public sealed class RunQuestion
{
    /// <summary>Characters of an answer.</summary>
    public const int LongestAnswer = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid PipelineId { get; init; }
    public required Guid ActivityId { get; init; }

    /// <summary>Orders what two steps ask in the same words: those are two questions.</summary>
    public required int Step { get; init; }
    public required string Text { get; set; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>From then on the run goes on without an answer; one that comes later still counts.</summary>
    public required DateTimeOffset Until { get; init; }
    public string? Answer { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>What a person typed, without what surrounds it.</summary>
    public static string Clean(string? typed) => (typed ?? "").ReplaceLineEndings("\n").Trim();

    /// <returns>Why it is no answer; null: it is one.</returns>
    public static string? Fault(string answer) =>
        answer.Length == 0 ? "The answer is empty. Write something, or leave the question: the workout goes on without it."
        : answer.Length > LongestAnswer ? $"The answer has {answer.Length} characters; {LongestAnswer} are taken. Shorten it."
        : null;

    internal sealed class Configuration : IEntityTypeConfiguration<RunQuestion>
    {
        public void Configure(EntityTypeBuilder<RunQuestion> builder)
        {
            builder.ToTable("questions");
            builder
                .HasIndex(row => new
                {
                    row.PipelineId,
                    row.ActivityId,
                    row.Step,
                    row.Text,
                })
                .IsUnique();
            builder.HasIndex(row => new { row.UserId, row.AnsweredAt });
            builder.HasOne<ActivityRow>().WithMany().HasForeignKey(row => row.ActivityId);
        }
    }
}

/// <summary>Asks the person, and takes the answer.</summary>
public sealed class RunQuestions(Database database, Hints hints, TimeProvider time)
{
    /// <summary>Asks once; the row that is there answers for it ever after.</summary>
    /// <param name="nth">How many steps before it ask the same.</param>
    internal Task<RunQuestion> AskAsync(RunSubject subject, int nth, Question question, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var known = await InOrder(db, subject, question.Text).ToListAsync(cancellationToken);
                if (known.Count > nth)
                {
                    return known[nth];
                }

                var now = time.GetUtcNow();
                return db
                    .Questions.Add(
                        new()
                        {
                            UserId = subject.UserId,
                            PipelineId = subject.PipelineId,
                            ActivityId = subject.ActivityId,
                            Step = known.Count == 0 ? 0 : known[^1].Step + 1,
                            Text = question.Text,
                            AskedAt = now,
                            Until = now + question.Timeout,
                        }
                    )
                    .Entity;
            },
            cancellationToken
        );

    /// <summary>Null: nobody has asked yet.</summary>
    /// <param name="nth">How many steps before it ask the same.</param>
    internal async Task<RunQuestion?> FindAsync(RunSubject subject, int nth, string text, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await InOrder(db, subject, text).Skip(nth).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Of the person, newest first; those without an answer alone.</summary>
    public async Task<IReadOnlyList<RunQuestion>> OpenAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .Questions.AsNoTracking()
            .Where(row => row.UserId == userId && row.AnsweredAt == null)
            .Where(row => db.Pipelines.Any(pipeline => pipeline.Id == row.PipelineId))
            .Where(row => db.Activities.Any(activity => activity.Id == row.ActivityId && activity.State != ActivityState.Deleted))
            .OrderByDescending(row => row.AskedAt)
            .Take(200)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Null: this person was not asked that, or nobody wants to know any more.</summary>
    public async Task<RunQuestion?> FindAsync(Guid userId, Guid questionId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .Questions.AsNoTracking()
            .Where(row => row.Id == questionId && row.UserId == userId)
            .Where(row => db.Pipelines.Any(pipeline => pipeline.Id == row.PipelineId))
            .Where(row => db.Activities.Any(activity => activity.Id == row.ActivityId && activity.State != ActivityState.Deleted))
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The run that waits goes on; one that went on without is run again, and what was delivered is updated.</summary>
    /// <returns>False: this person was not asked that.</returns>
    public Task<bool> AnswerAsync(Guid userId, Guid questionId, string answer, CancellationToken cancellationToken) =>
        AnswerAsync(userId, questionId, answer, isOnce: false, cancellationToken);

    /// <summary>The same, where it has no answer yet.</summary>
    /// <returns>False: this person was not asked that, or somebody was faster.</returns>
    public Task<bool> AnswerOnceAsync(Guid userId, Guid questionId, string answer, CancellationToken cancellationToken) =>
        AnswerAsync(userId, questionId, answer, isOnce: true, cancellationToken);

    private async Task<bool> AnswerAsync(Guid userId, Guid questionId, string answer, bool isOnce, CancellationToken cancellationToken)
    {
        var found = await database.WriteAsync(
            async db =>
            {
                var row = await db
                    .Questions.Where(row => row.Id == questionId && row.UserId == userId)
                    .Where(row => db.Activities.Any(activity => activity.Id == row.ActivityId && activity.State != ActivityState.Deleted))
                    .FirstOrDefaultAsync(cancellationToken);
                if (row is null || (isOnce && row.AnsweredAt is not null))
                {
                    return false;
                }

                (row.Answer, row.AnsweredAt) = (answer, time.GetUtcNow());
                await GoOnAsync(db, row, cancellationToken);
                return true;
            },
            cancellationToken
        );
        hints.Athlete(userId);
        return found;
    }

    private async Task GoOnAsync(FitGlueDb db, RunQuestion question, CancellationToken cancellationToken)
    {
        var newest = await db
            .Runs.Where(run => run.PipelineId == question.PipelineId && run.ActivityId == question.ActivityId)
            .OrderByDescending(run => run.Revision)
            .ThenByDescending(run => run.Pass)
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is not null)
        {
            await Run.GoOnAsync(db, newest, time.GetUtcNow(), cancellationToken);
        }
    }

    // An answer belongs to what was asked, wherever in the pipeline that stands by now.
    private static IQueryable<RunQuestion> InOrder(FitGlueDb db, RunSubject subject, string text) =>
        db
            .Questions.Where(row => row.PipelineId == subject.PipelineId && row.ActivityId == subject.ActivityId && row.Text == text)
            .OrderBy(row => row.Step);
}
