using System.Text.Json;
using FitGlue.Core.Activities;
using FitGlue.Core.Settings;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>What a pipeline would make of a workout.</summary>
/// <param name="Earlier">What it made of it the last time; null: it never ran to its end.</param>
/// <param name="HeldBack">The rule of the source settings or the record of the same workout that holds it back; null: none.</param>
/// <param name="Blocked">Why the pipeline may not run for this person; null: it may.</param>
public sealed record DryRun(Guid ActivityId, Activity Before, EarlierRun? Earlier, BoostedRun After, string? HeldBack, string? Blocked)
{
    public string? Description => Runs.Description.Of(After.OriginalDescription, After.Boosters).Text;
}

/// <summary>A workout as a run left it.</summary>
/// <param name="Description">Put together, as a target without a limit got it.</param>
public sealed record EarlierRun(Activity Activity, string? Description);

/// <summary>Runs a pipeline over chosen workouts without storing, asking or sending anything.</summary>
public sealed class DryRuns(
    Database database,
    ActivityStore activities,
    HoldingBack holding,
    TierGate tiers,
    Enriching enriching,
    Preparing preparing,
    Boosting boosting,
    TimeProvider time
)
{
    /// <summary>More are not looked at by anybody.</summary>
    public const int Most = 100;

    /// <param name="pipeline">Saved or not.</param>
    /// <returns>Newest first, <see cref="Most"/> at the most.</returns>
    public async Task<IReadOnlyList<DryRun>> RunAsync(Pipeline pipeline, WorkoutChoice choice, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = await (choice with { Last = Math.Min(choice.Last ?? Most, Most) }).ReadAsync(db, pipeline, cancellationToken);
        var lacks = await tiers.LacksAsync(pipeline, cancellationToken);
        var blocked = lacks.Count > 0 ? TierLack.TextOf(lacks) : null;
        var (trial, dry) = (new Trial(), new List<DryRun>(rows.Count));
        foreach (var row in rows.Reverse())
        {
            dry.Add(await RunAsync(db, pipeline, row, trial, blocked, cancellationToken));
        }

        dry.Reverse();
        return dry;
    }

    private async Task<DryRun> RunAsync(
        FitGlueDb db,
        Pipeline pipeline,
        ActivityRow row,
        Trial trial,
        string? blocked,
        CancellationToken cancellationToken
    )
    {
        var activity = await activities.ReadAsync(row.Id, row.Revision, cancellationToken);
        var enriched = await enriching.OfAsync(row.Id, activity, cancellationToken);
        var rule = await holding.RuleAsync(Run.Of(row, pipeline.Id, time.GetUtcNow()), pipeline, activity, cancellationToken);
        var subject = new RunSubject(pipeline.UserId, pipeline.Id, row.Id);
        var reach = rule is null && blocked is null ? trial : trial.Aside();
        var prepared = await preparing.PrepareAsync(subject, enriched, pipeline, reach, mayAsk: false, cancellationToken);
        var after = boosting.Run(enriched, pipeline.Boosters, prepared);
        return new(row.Id, activity, await EarlierAsync(db, pipeline, row, cancellationToken), after, rule?.Reason, blocked);
    }

    private static async Task<EarlierRun?> EarlierAsync(
        FitGlueDb db,
        Pipeline pipeline,
        ActivityRow row,
        CancellationToken cancellationToken
    )
    {
        var run = await db
            .Runs.AsNoTracking()
            .Where(run => run.PipelineId == pipeline.Id && run.ActivityId == row.Id && run.Result != null)
            .Where(run => run.Outcome == RunOutcome.Delivered || run.Outcome == RunOutcome.Quiet)
            .OrderByDescending(run => run.Revision)
            .ThenByDescending(run => run.Pass)
            .FirstOrDefaultAsync(cancellationToken);
        if (run?.Result is not { } result)
        {
            return null;
        }

        var left = StoredActivity.Read(result).ToActivity(row.Source, row.ExternalId, HeartRate.None);
        var reports = JsonSerializer.Deserialize<List<BoosterReport>>(run.Boosters ?? "[]", SettingsShape.Json) ?? [];
        return new(left, Description.Of(left.Description, reports).Text);
    }
}
