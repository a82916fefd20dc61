using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FitGlue.Core.Matching;
using FitGlue.Core.Settings;
using FitGlue.Core.Sources;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;

namespace FitGlue.Server.Pipelines;

/// <summary>A pipeline as the API shows it.</summary>
public sealed record PipelineModel(
    Guid Id,
    string Name,
    string Source,
    JsonObject SourceSettings,
    IReadOnlyList<BoosterStep> Boosters,
    IReadOnlyList<TargetModel> Targets,
    bool Enabled,
    DateTimeOffset DeliverFrom,
    MatchPolicy Matching
)
{
    public static PipelineModel Of(Pipeline row, MatchRule matches) =>
        new(
            row.Id,
            row.Name,
            row.Source,
            row.SourceSettings,
            row.Boosters,
            [
                .. row.Targets.Select(target => new TargetModel(
                    target.Id,
                    target.Type,
                    null,
                    target.Settings ?? [],
                    target.ExcludedBoosters ?? []
                )),
            ],
            row.Enabled,
            row.DeliverFrom,
            matches.PolicyOf(row)
        );
}

/// <param name="Id">Given by us; sent back on a change it keeps the entry's deliveries.</param>
/// <param name="ConnectionId">For targets with an account of their own.</param>
public sealed record TargetModel(
    Guid? Id,
    string Type,
    Guid? ConnectionId = null,
    JsonObject? Settings = null,
    IReadOnlyList<string>? ExcludedBoosters = null
);

/// <summary>What can be set on a pipeline; null leaves it as it is.</summary>
/// <param name="DeliverFrom">Workouts that start before it are run, but not delivered. Default: now.</param>
public sealed record PipelineChange(
    string? Name = null,
    string? Source = null,
    JsonObject? SourceSettings = null,
    IReadOnlyList<BoosterStep>? Boosters = null,
    IReadOnlyList<TargetModel>? Targets = null,
    bool? Enabled = null,
    DateTimeOffset? DeliverFrom = null,
    MatchPolicy? Matching = null
)
{
    public const int LongestName = 100;

    /// <summary>Everything that is wrong with it, in sentences.</summary>
    /// <param name="source">Of the pipeline that is changed; a new one names its own.</param>
    public IEnumerable<string> Faults(Engine.Registry registry, string? source = null)
    {
        if (Name is not null && (string.IsNullOrWhiteSpace(Name) || Name.Length > LongestName))
        {
            yield return $"A name has 1 to {LongestName} characters.";
        }

        if (Source is not null && !registry.Sources.ContainsKey(Source))
        {
            yield return $"There is no source '{Source}'.";
        }

        if (Targets is { Count: 0 })
        {
            yield return "A pipeline needs at least one target.";
        }

        if (SourceSettings is { } settings && SourceFault(registry, source ?? Source, settings) is { } sourceFault)
        {
            yield return sourceFault;
        }

        if (Matching is { IsDefined: false })
        {
            yield return "What is done with matching records is one of skip, enrich, upload-anyway and ask.";
        }

        foreach (var booster in Boosters ?? [])
        {
            if (Fault("booster", booster?.Type, id => registry.Boosters.GetValueOrDefault(id)?.Settings, booster?.Settings) is { } fault)
            {
                yield return fault;
            }
        }

        foreach (var target in Targets ?? [])
        {
            if (Fault("target", target?.Type, id => registry.Targets.GetValueOrDefault(id)?.Settings, target?.Settings) is { } fault)
            {
                yield return fault;
            }
        }
    }

    // A source that holds nothing back takes no settings.
    private static string? SourceFault(Engine.Registry registry, string? source, JsonObject settings) =>
        source is null || !registry.Sources.TryGetValue(source, out var found) ? null
        : found is IFilteringSource filtering ? Fault("source", source, _ => filtering.Settings, settings)
        : settings.Count > 0 ? $"{source} has no settings."
        : null;

    // JSON can hold null where our types say that there is none.
    private static string? Fault(string kind, string? type, Func<string, SettingsShape?> shapes, JsonObject? settings)
    {
        if (type is null)
        {
            return $"A {kind} needs a type.";
        }

        if (shapes(type) is not { } shape)
        {
            return $"There is no {kind} '{type}'.";
        }

        try
        {
            shape.Read(settings);
            return null;
        }
        catch (ValidationException exception)
        {
            return $"{type}: {exception.Message}";
        }
    }
}
