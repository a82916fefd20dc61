using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;

namespace FitGlue.Engine.Runs;

/// <summary>What the steps of a run ask a person or another source, and how long it waits for that.</summary>
public sealed class Asking(RunQuestions questions, OtherHeartRates otherHeartRates, Registry registry, TimeProvider time)
{
    /// <returns>By step; null: nobody has asked yet.</returns>
    internal async Task<Dictionary<int, RunQuestion?>> FindAsync(
        RunSubject subject,
        IReadOnlyList<BoosterNeeds> needs,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<int, RunQuestion?>();
        for (var step = 0; step < needs.Count; step++)
        {
            if (needs[step].Question is { } question)
            {
                found[step] = await questions.FindAsync(subject, NthOf(needs, step), question.Text, cancellationToken);
            }
        }

        return found;
    }

    /// <returns>What stands for the steps that wait, or that go on without what they asked for.</returns>
    internal async Task<Dictionary<int, Boost>> WaitingAsync(
        RunSubject subject,
        Activity activity,
        IReadOnlyList<BoosterNeeds> needs,
        IReadOnlyDictionary<int, RunQuestion?> questioned,
        CancellationToken cancellationToken
    )
    {
        var waiting = new Dictionary<int, Boost>();
        for (var step = 0; step < needs.Count; step++)
        {
            var boost =
                needs[step].Question is { } question ? WaitFor(question, questioned[step])
                : SourceOf(needs[step], activity) is { } source
                    ? await otherHeartRates.WaitAsync(subject, activity, source, cancellationToken)
                : null;
            if (boost is not null)
            {
                waiting[step] = boost;
            }
        }

        return waiting;
    }

    /// <summary>Asks what nobody has asked yet, of the steps that the run reaches.</summary>
    /// <param name="reached">How many steps the run gets through where nobody answers.</param>
    /// <returns>Those that wait for the answer.</returns>
    internal async Task<Dictionary<int, Boost>> AskAsync(
        RunSubject subject,
        IReadOnlyList<BoosterNeeds> needs,
        IReadOnlyDictionary<int, RunQuestion?> questioned,
        int reached,
        CancellationToken cancellationToken
    )
    {
        var waiting = new Dictionary<int, Boost>();
        foreach (var step in questioned.Keys.Where(step => questioned[step] is null && step < reached).Order())
        {
            var question = needs[step].Question!;
            if (WaitFor(question, await questions.AskAsync(subject, NthOf(needs, step), question, cancellationToken)) is { } wait)
            {
                waiting[step] = wait;
            }
        }

        return waiting;
    }

    /// <returns>Steps that a run would have to ask for first, which a trial names instead.</returns>
    internal async Task<Dictionary<int, Boost>> UntriedAsync(
        RunSubject subject,
        Activity activity,
        IReadOnlyList<BoosterNeeds> needs,
        IReadOnlyDictionary<int, RunQuestion?> questioned,
        bool pageIsToCome,
        CancellationToken cancellationToken
    )
    {
        var untried = new Dictionary<int, Boost>();
        for (var step = 0; step < needs.Count; step++)
        {
            var need = needs[step];
            var boost =
                need.Question is { PublishFirst: false } question && (questioned[step] is not { } asked || IsOpen(asked))
                    ? Trial.WouldAsk(question, questioned[step] is not null)
                : SourceOf(need, activity) is { } source
                && await otherHeartRates.IsToBeAskedAsync(subject, activity, source, cancellationToken)
                    ? Trial.WouldFetch(registry.Sources.GetValueOrDefault(source)?.Info.Name ?? source)
                : need.Page && pageIsToCome ? Trial.WouldPublish
                : null;
            if (boost is not null)
            {
                untried[step] = boost;
            }
        }

        return untried;
    }

    // Two steps that ask the same are two questions, wherever in the pipeline they stand.
    private static int NthOf(IReadOnlyList<BoosterNeeds> needs, int step) =>
        needs.Take(step).Count(earlier => earlier.Question?.Text == needs[step].Question!.Text);

    private static string? SourceOf(BoosterNeeds need, Activity activity) =>
        need.HeartRateIfMissing && !activity.HeartRate.Samples.IsEmpty ? null : need.HeartRateFrom;

    private Boost.Waiting? WaitFor(Question question, RunQuestion? asked) =>
        !question.PublishFirst && asked is not null && IsOpen(asked)
            ? new Boost.Waiting(asked.Until, $"Waits for your answer: {question.Text}")
            : null;

    private bool IsOpen(RunQuestion asked) => asked.AnsweredAt is null && asked.Until > time.GetUtcNow();
}
