using FitGlue.Core.Activities;
using FitGlue.Engine.Runs;
using FitGlue.Server.Runs;

namespace FitGlue.Server.Pipelines;

public enum DryRunOutcome
{
    /// <summary>It would go to the targets.</summary>
    Delivered,
    HeldBack,

    /// <summary>The pipeline belongs to a higher tier than the person has.</summary>
    Blocked,

    /// <summary>A booster would halt it.</summary>
    Skipped,
}

/// <summary>A workout before and after a pipeline, as API and page show it.</summary>
/// <param name="Reason">Why it would not be delivered, or null.</param>
/// <param name="Before">As the source has it.</param>
/// <param name="Last">As the last run of this pipeline left it; null: none came to its end.</param>
public sealed record DryRunModel(
    Guid ActivityId,
    DateTimeOffset StartTime,
    DryRunOutcome Outcome,
    string? Reason,
    DryRunSide Before,
    DryRunSide? Last,
    DryRunSide After,
    IReadOnlyList<BoosterModel> Boosters
)
{
    public static DryRunModel Of(DryRun run) =>
        new(
            run.ActivityId,
            run.Before.StartTime,
            run.Blocked is not null ? DryRunOutcome.Blocked
                : run.HeldBack is not null ? DryRunOutcome.HeldBack
                : run.After.Halted is not null ? DryRunOutcome.Skipped
                : DryRunOutcome.Delivered,
            run.Blocked ?? run.HeldBack ?? run.After.Halted,
            DryRunSide.Of(run.Before, run.Before.Description),
            run.Earlier is { } earlier ? DryRunSide.Of(earlier.Activity, earlier.Description) : null,
            DryRunSide.Of(run.After.Activity, run.Description),
            [.. run.After.Boosters.Select(BoosterModel.Of)]
        );
}

public sealed record DryRunSide(string Title, string Type, string? Description, IReadOnlyList<string> Tags)
{
    public static DryRunSide Of(Activity activity, string? description) =>
        new(activity.Title, activity.Type.Key, description, [.. activity.Tags]);
}
