using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>What a pipeline would make of a workout.</summary>
/// <param name="HeldBack">The rule of the source settings or the record of the same workout that holds it back; null: none.</param>
public sealed record DryRun(Guid ActivityId, Activity Before, BoostedRun After, string? HeldBack)
{
    public string? Description => Runs.Description.Of(After.OriginalDescription, After.Boosters).Text;
}

/// <summary>Runs a pipeline over the last workouts without storing, asking or sending anything.</summary>
public sealed class DryRuns(
    Database database,
    ActivityStore activities,
    HoldingBack holding,
    Enriching enriching,
    Preparing preparing,
    Boosting boosting,
    TimeProvider time
)
{
    /// <summary>More are not looked at by anybody.</summary>
    public const int Most = 100;

    /// <param name="pipeline">Saved or not.</param>
    /// <param name="last">So many workouts of its source, newest first.</param>
    public async Task<IReadOnlyList<DryRun>> RunAsync(Pipeline pipeline, int last, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = await db
            .Activities.AsNoTracking()
            .Where(row => row.UserId == pipeline.UserId && row.Source == pipeline.Source && row.State != ActivityState.Deleted)
            .OrderByDescending(row => row.StartTime)
            .ThenByDescending(row => row.Id)
            .Take(Math.Clamp(last, 1, Most))
            .ToListAsync(cancellationToken);
        var dry = new List<DryRun>(rows.Count);
        foreach (var row in rows)
        {
            dry.Add(await RunAsync(pipeline, row, cancellationToken));
        }

        return dry;
    }

    private async Task<DryRun> RunAsync(Pipeline pipeline, ActivityRow row, CancellationToken cancellationToken)
    {
        var activity = await activities.ReadAsync(row.Id, row.Revision, cancellationToken);
        var enriched = await enriching.OfAsync(row.Id, activity, cancellationToken);
        var rule = await holding.RuleAsync(Run.Of(row, pipeline.Id, time.GetUtcNow()), pipeline, activity, cancellationToken);
        var subject = new RunSubject(pipeline.UserId, pipeline.Id, row.Id);
        var prepared = await preparing.PrepareAsync(subject, enriched, pipeline, keeps: false, cancellationToken);
        return new(row.Id, activity, boosting.Run(enriched, pipeline.Boosters, prepared), rule?.Reason);
    }
}
