using System.ComponentModel.DataAnnotations;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Runs;

/// <summary>Keeps from a pipeline what its source settings hold back and what another record stands for, and nothing that a person let through.</summary>
public sealed partial class HoldingBack(Database database, Registry registry, MatchRule matches, ILogger<HoldingBack> logger)
{
    /// <returns>Null: it goes on.</returns>
    public async Task<Held?> RuleAsync(Run run, Pipeline pipeline, Activity activity, CancellationToken cancellationToken)
    {
        var held = RuleOf(pipeline, activity) is { } rule
            ? new(rule, null, null)
            : await matches.RuleAsync(run.ActivityId, pipeline, cancellationToken);
        return held is not null && !await IsLetThroughAsync(run, pipeline, cancellationToken) ? held : null;
    }

    /// <returns>The rule, in a sentence for the person.</returns>
    private string? RuleOf(Pipeline pipeline, Activity activity)
    {
        if (registry.Sources.GetValueOrDefault(activity.Source) is not IFilteringSource source)
        {
            return null;
        }

        try
        {
            return source.HeldBackBy(activity, source.Settings.Read(pipeline.SourceSettings));
        }
        catch (ValidationException exception)
        {
            // Settings are checked when they are saved; those of an older version hold nothing back.
            LogUnreadable(logger, pipeline.Id, exception.Message);
            return null;
        }
    }

    // Where it is already, it is kept up to date: an edit that makes it shorter does not leave the longer one there.
    private async Task<bool> IsLetThroughAsync(Run run, Pipeline pipeline, CancellationToken cancellationToken)
    {
        var places = pipeline.Targets.Select(target => target.Place).ToList();
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.LetThrough.AnyAsync(row => row.PipelineId == run.PipelineId && row.ActivityId == run.ActivityId, cancellationToken)
            || await db
                .Deliveries.Where(Delivery.IsOrMayBeThere)
                .AnyAsync(row => row.ActivityId == run.ActivityId && places.Contains(row.Place), cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The source settings of pipeline {Pipeline} cannot be read and hold nothing back: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, Guid pipeline, string reason);
}
