using FitGlue.Core.Boosters;

namespace FitGlue.Engine.Runs;

/// <summary>A try of a pipeline over several workouts, one after the other: nothing is stored, asked or fetched.</summary>
public sealed class Trial
{
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    public Trial() { }

    private Trial(Trial earlier) => _taken = new(earlier._taken, StringComparer.Ordinal);

    /// <summary>For a workout that would not get so far: what it takes is there for the next.</summary>
    public Trial Aside() => new(this);

    /// <summary>How many numbers of a counter the workouts before this one would have got.</summary>
    internal int Taken(string counter) => _taken.GetValueOrDefault(counter);

    internal void Take(string counter) => _taken[counter] = Taken(counter) + 1;

    internal static Boost WouldAsk(Question question, bool isAsked) =>
        new Boost.Skipped(
            isAsked
                ? $"It waits for your answer: {question.Text}"
                : $"Where the workout is sent, you are asked “{question.Text}” first, and it waits {question.Timeout.TotalHours:0.#} h for the answer."
        );

    internal static Boost WouldFetch(string source) =>
        new Boost.Skipped($"It would ask {source} for the heart rate of this time, which is not here yet.");

    internal static Boost WouldPublish { get; } =
        new Boost.Skipped("The public page is made when the workout is first sent there; its address is added then.");
}
