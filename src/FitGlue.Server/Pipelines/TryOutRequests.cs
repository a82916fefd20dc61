using FitGlue.Engine.Runs;

namespace FitGlue.Server.Pipelines;

/// <summary>What is looked at without doing anything.</summary>
/// <param name="Last">So many workouts, the newest; 100 at the most. Default: 10, where nothing else is said.</param>
/// <param name="From">First day, by the local date of the workout.</param>
/// <param name="To">Last day.</param>
/// <param name="Activities">Ids of these alone.</param>
public sealed record DryRunRequest(int? Last = null, DateOnly? From = null, DateOnly? To = null, IReadOnlyList<Guid>? Activities = null)
{
    private const int Usual = 10;

    internal WorkoutChoice Choice =>
        new()
        {
            Last = this is { Last: null, From: null, To: null, Activities: null } ? Usual : Last,
            From = From,
            To = To,
            Activities = Activities,
        };

    /// <summary>Null: none.</summary>
    internal string? Fault => Last > DryRuns.Most ? $"last: between 1 and {DryRuns.Most}." : Choices.FaultOf(Choice);
}

/// <summary>What is run again. One of the four has to say which workouts.</summary>
/// <param name="From">First day, by the local date of the workout.</param>
/// <param name="To">Last day; null: no end.</param>
/// <param name="DryRun">True: only counts.</param>
/// <param name="Last">So many workouts, the newest.</param>
/// <param name="Activities">Ids of these alone.</param>
public sealed record ReplayRequest(
    DateOnly? From = null,
    DateOnly? To = null,
    bool DryRun = true,
    int? Last = null,
    IReadOnlyList<Guid>? Activities = null
)
{
    internal WorkoutChoice Choice =>
        new()
        {
            Last = Last,
            From = From,
            To = To,
            Activities = Activities,
        };

    /// <summary>Null: none.</summary>
    internal string? Fault =>
        this is { Last: null, From: null, Activities: null }
            ? "Say which workouts: the first day (from), how many of the newest (last), or their ids (activities)."
            : Choices.FaultOf(Choice);
}

/// <param name="Activities">Workouts of the pipeline's source that were chosen.</param>
public sealed record ReplayModel(int Activities, bool DryRun);

internal static class Choices
{
    private const int MostIds = 1000;

    public static string? FaultOf(WorkoutChoice choice) =>
        choice.Last < 1 ? "last: 1 or more."
        : choice.To < choice.From ? "from: the first day, such as 2026-01-31, and not after the last one."
        : choice.Activities?.Count > MostIds ? $"activities: {MostIds} at the most."
        : null;
}
