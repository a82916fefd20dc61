using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;

namespace FitGlue.Engine.Runs;

/// <summary>How a run ended, for the row and for the person.</summary>
internal static class RunEnding
{
    public static void Tell(FitGlueDb db, Run run, Pipeline pipeline) =>
        db.Timeline.Add(
            new()
            {
                ActivityId = run.ActivityId,
                RunId = run.Id,
                At = run.FinishedAt!.Value,
                What = Sentence(run, pipeline),
            }
        );

    public static (RunOutcome Outcome, string? Reason) Of(
        Run run,
        BoostedRun boosted,
        IReadOnlyList<TargetEntry> places,
        bool cameFromTarget
    ) =>
        boosted.Halted is { } reason ? (RunOutcome.Skipped, reason)
        : places.Count == 0 && run.IsRefresh
            ? (RunOutcome.Quiet, "No target that has it follows such a change by itself; run it again to send it.")
        : places.Count == 0 && cameFromTarget
            ? (RunOutcome.Quiet, "The workout came through where this pipeline would send it, and is not sent back there.")
        : places.Count == 0 ? (RunOutcome.Quiet, "The workout is older than what this pipeline delivers.")
        : (RunOutcome.Delivered, null);

    private static string Sentence(Run run, Pipeline pipeline) =>
        run.Outcome switch
        {
            RunOutcome.Skipped or RunOutcome.HeldBack => $"Held back by pipeline “{pipeline.Name}”: {run.Reason}",
            RunOutcome.Blocked => $"Blocked in pipeline “{pipeline.Name}”: {run.Reason}",
            RunOutcome.Quiet or RunOutcome.Delivered when run.IsRefresh =>
                $"What pipeline “{pipeline.Name}” says of it changed with the workouts, nights or figures that it looks back on",
            RunOutcome.Quiet => $"Run through pipeline “{pipeline.Name}”, not delivered: {run.Reason}",
            _ => $"Run through pipeline “{pipeline.Name}”, revision {run.Revision}",
        };
}
