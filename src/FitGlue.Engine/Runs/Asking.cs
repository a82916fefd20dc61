using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;

namespace FitGlue.Engine.Runs;

/// <summary>What the steps of a run ask a person or another source, and how long it waits for that.</summary>
public sealed class Asking(RunQuestions questions, OtherHeartRates otherHeartRates, Registry registry, TimeProvider time)
{
    /// <returns>By step; null: nobody has asked yet.</returns>
    internal async Task<IReadOnlyDictionary<int, RunQuestion?>> QuestionsAsync(
        RunSubject subject,
        IReadOnlyList<BoosterNeeds> needs,
        bool keeps,
        CancellationToken cancellationToken
    )
    {
        var asked = new Dictionary<int, RunQuestion?>();
        for (var step = 0; step < needs.Count; step++)
        {
            if (needs[step].Question is { } question)
            {
                asked[step] = keeps
                    ? await questions.AskAsync(subject, step, question, cancellationToken)
                    : await questions.FindAsync(subject, step, question.Text, cancellationToken);
            }
        }

        return asked;
    }

    /// <returns>Steps that the run has to wait with.</returns>
    internal async Task<IReadOnlyDictionary<int, Boost>> WaitingAsync(
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
            var reason =
                needs[step].Question is { PublishFirst: false } question ? WaitFor(question, questioned[step])
                : needs[step].HeartRateFrom is { } source ? await otherHeartRates.WaitAsync(subject, activity, source, cancellationToken)
                : null;
            if (reason is not null)
            {
                waiting[step] = reason;
            }
        }

        return waiting;
    }

    /// <returns>Steps that a run would have to ask for first, which a trial names instead.</returns>
    internal async Task<IReadOnlyDictionary<int, Boost>> UntriedAsync(
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
                : need.HeartRateFrom is { } source && await otherHeartRates.IsToBeAskedAsync(subject, activity, source, cancellationToken)
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

    private Boost.Waiting? WaitFor(Question question, RunQuestion? asked) =>
        asked is not null && IsOpen(asked) ? new Boost.Waiting(asked.Until, $"Waits for your answer: {question.Text}") : null;

    private bool IsOpen(RunQuestion asked) => asked.AnsweredAt is null && asked.Until > time.GetUtcNow();
}
