using System.Text.Json;
using FitGlue.Core.Settings;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>Compares what two passes of a workout through a pipeline say.</summary>
internal static class Saying
{
    /// <returns>True where the run leaves the workout as the pass before it did.</returns>
    public static async Task<bool> SaysTheSameAsync(FitGlueDb db, Run run, BoostedRun boosted, CancellationToken cancellationToken)
    {
        var before = await BeforeAsync(db, run, cancellationToken);
        return before is { Boosters: { } reports }
            && before.Result == run.Result
            && (before.Measured ?? []).AsSpan().SequenceEqual(run.Measured)
            && before.Reason == (boosted.Halted ?? before.Reason)
            && WithoutTimes(reports) == WithoutTimes(run.Boosters);
    }

    /// <returns>The last pass before it that came to an end of its own; null: there is none.</returns>
    public static Task<Run?> BeforeAsync(FitGlueDb db, Run run, CancellationToken cancellationToken) =>
        db
            .Runs.Where(row => row.ActivityId == run.ActivityId && row.PipelineId == run.PipelineId && row.Id != run.Id)
            .Where(row => row.State == WorkState.Done && row.Outcome != RunOutcome.Superseded)
            .OrderByDescending(row => row.Revision)
            .ThenByDescending(row => row.Pass)
            .FirstOrDefaultAsync(cancellationToken);

    private static string WithoutTimes(string? reports) =>
        JsonSerializer.Serialize(
            (JsonSerializer.Deserialize<List<BoosterReport>>(reports ?? "[]", SettingsShape.Json) ?? []).Select(report =>
                report with
                {
                    DurationMs = 0,
                }
            ),
            SettingsShape.Json
        );
}
