using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>Keeps from a pipeline what another record of the same workout stands for.</summary>
public sealed class MatchRule(Database database, Registry registry)
{
    /// <returns>Null: it goes on.</returns>
    internal async Task<Held?> RuleAsync(Guid activityId, Pipeline pipeline, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var row = await db.Activities.AsNoTracking().SingleAsync(row => row.Id == activityId, cancellationToken);
        var around = await Neighborhood.AroundAsync(db, registry, row, pipeline, cancellationToken);
        var policy = PolicyOf(pipeline);
        var uploads = row.ConnectionId is null ? [] : around.Uploads;
        return Decision.Of(around.Center.Candidate, row.CreatedAt, around.Neighbors, uploads, around.Rulings, policy) switch
        {
            Decision.Echo echo => new(Sentence(echo, around), around.Other(echo.Match).Row, null),
            Decision.Matched matched => new(Sentence(matched, around), around.Other(matched.Match).Row, matched.Action),
            _ => null,
        };
    }

    /// <summary>What the pipeline does with matches: as the person said, else what suits its source.</summary>
    public MatchPolicy PolicyOf(Pipeline pipeline) =>
        pipeline.Matching
        ?? (registry.Sources.GetValueOrDefault(pipeline.Source) is IFileSource ? MatchPolicy.Brought : MatchPolicy.Default);

    private string Sentence(Decision.Echo echo, Neighborhood around) =>
        $"It has come back: {Name(around.Other(echo.Match))} is of the same time, and was sent to {TargetName(echo.Upload.Target)} before this one arrived.";

    private string Sentence(Decision.Matched matched, Neighborhood around)
    {
        var (match, other) = (matched.Match, Name(around.Other(matched.Match)));
        var said = match.Ruling is Ruling.Same ? "You said that it" : "It";
        return matched.Action is MatchAction.Ask
            ? $"It may be the same workout as {other}. {Evidence.Of(match)[0].Sentence} Say on its page whether they are one workout or two."
            : match.Verdict switch
            {
                Verdict.PartOf => $"It is a part of {other}, which stands for it. {Evidence.Of(match)[0].Sentence}",
                Verdict.Duplicate => $"{said} is the same workout as {other}, which stands for both. {Evidence.Of(match)[0].Sentence}",
                _ => $"It may be the same workout as {other}, which stands for both. {Evidence.Of(match)[0].Sentence}",
            };
    }

    private string Name(Record record) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"“{record.Activity.Title}” of {record.Activity.StartTime:d MMM yyyy, HH:mm} ({registry.Sources.GetValueOrDefault(record.Row.Source)?.Info.Name ?? record.Row.Source})"
        );

    private string TargetName(string target) => registry.Targets.GetValueOrDefault(target)?.Info.Name ?? target;
}

/// <summary>Why a run is held back.</summary>
/// <param name="Reason">In a sentence for the person.</param>
/// <param name="For">The record that stands for it; null: a setting of the pipeline holds it back.</param>
/// <param name="Action">What the pipeline does with it; null where nothing is to be done.</param>
public sealed record Held(string Reason, ActivityRow? For, MatchAction? Action);
