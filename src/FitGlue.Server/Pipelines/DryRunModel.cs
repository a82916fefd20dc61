using FitGlue.Core.Activities;
using FitGlue.Engine.Runs;
using FitGlue.Server.Runs;

namespace FitGlue.Server.Pipelines;

public enum DryRunOutcome
{
    /// <summary>It would go to the targets.</summary>
    Delivered,
    HeldBack,

    /// <summary>A booster would halt it.</summary>
    Skipped,
}

/// <summary>A workout before and after a pipeline, as API and page show it.</summary>
/// <param name="Reason">Why it would not be delivered, or null.</param>
public sealed record DryRunModel(
    Guid ActivityId,
    DateTimeOffset StartTime,
    DryRunOutcome Outcome,
    string? Reason,
    DryRunSide Before,
    DryRunSide After,
    IReadOnlyList<BoosterModel> Boosters
)
{
    public static DryRunModel Of(DryRun run) =>
        new(
            run.ActivityId,
            run.Before.StartTime,
            run.HeldBack is not null ? DryRunOutcome.HeldBack
                : run.After.Halted is not null ? DryRunOutcome.Skipped
                : DryRunOutcome.Delivered,
            run.HeldBack ?? run.After.Halted,
            DryRunSide.Of(run.Before, run.Before.Description),
            DryRunSide.Of(run.After.Activity, run.Description),
            [.. run.After.Boosters.Select(BoosterModel.Of)]
        );
}

public sealed record DryRunSide(string Title, string Type, string? Description, IReadOnlyList<string> Tags)
{
    public static DryRunSide Of(Activity activity, string? description) =>
        new(activity.Title, activity.Type.Key, description, [.. activity.Tags]);
}

/// <param name="Last">So many workouts, newest first; 100 at the most.</param>
public sealed record DryRunRequest(int Last = 10);

/// <param name="From">First day.</param>
/// <param name="To">Last day; null: no end.</param>
/// <param name="DryRun">True: only counts.</param>
public sealed record ReplayRequest(DateOnly? From, DateOnly? To, bool DryRun = true);

/// <param name="Activities">Workouts of the pipeline's source in these days.</param>
public sealed record ReplayModel(int Activities, bool DryRun);
