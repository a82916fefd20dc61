using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Core.Matching;
using FitGlue.Core.Settings;
using FitGlue.Core.Sources;
using FitGlue.Engine.Runs;
using Microsoft.Extensions.Primitives;

namespace FitGlue.Server.Pipelines;

/// <summary>A pipeline while a person works on it. It lives in the form alone, so that nothing changes before it is saved.</summary>
public sealed class PipelineDraft
{
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm";

    public string Name { get; set; } = "";
    public string Source { get; set; } = "";
    public bool Enabled { get; set; } = true;

    /// <summary>In UTC, as the browser's date field writes it.</summary>
    public string DeliverFrom { get; set; } = "";
    public JsonObject SourceSettings { get; init; } = [];

    /// <summary>Null: what suits the source.</summary>
    public MatchPolicy? Matching { get; init; }
    public List<DraftEntry> Boosters { get; init; } = [];
    public List<DraftEntry> Targets { get; init; } = [];

    public IReadOnlyList<BoosterStep> Steps => [.. Boosters.Select(entry => new BoosterStep(entry.Type, entry.Settings))];

    public static PipelineDraft Of(Pipeline pipeline) =>
        new()
        {
            Name = pipeline.Name,
            Source = pipeline.Source,
            Enabled = pipeline.Enabled,
            DeliverFrom = TextOf(pipeline.DeliverFrom),
            SourceSettings = pipeline.SourceSettings,
            Matching = pipeline.Matching,
            Boosters = [.. pipeline.Boosters.Select(booster => new DraftEntry(booster.Type, booster.Settings ?? []))],
            Targets =
            [
                .. pipeline.Targets.Select(target => new DraftEntry(target.Type, target.Settings ?? [])
                {
                    Id = target.Id,
                    ExcludedBoosters = target.ExcludedBoosters ?? [],
                }),
            ],
        };

    /// <summary>What connecting the first source would make, or what a source proposes that was asked for.</summary>
    /// <param name="asked">Registry id; null: none.</param>
    public static PipelineDraft New(Engine.Registry registry, string? asked, DateTimeOffset now)
    {
        var chosen = asked is null ? null : registry.Sources.GetValueOrDefault(asked);
        var source = chosen ?? registry.Sources.Values.OrderBy(source => source.Info.Name, StringComparer.Ordinal).FirstOrDefault();
        var recipe = source switch
        {
            IConnectedSource connected => connected.Recipe,
            IFileSource files => files.Recipe,
            _ => null,
        };
        return new()
        {
            Name = chosen is null ? "" : recipe?.Name ?? "",
            Source = source?.Info.Id ?? "",
            DeliverFrom = TextOf(now),
            Boosters = [.. (recipe?.Boosters ?? []).Select(type => new DraftEntry(type, []))],
            Targets = [.. (recipe?.Targets ?? []).Select(type => new DraftEntry(type, []))],
        };
    }

    /// <summary>Reads the form as it was sent.</summary>
    public static PipelineDraft Read(IReadOnlyDictionary<string, StringValues> form, Engine.Registry registry) =>
        new()
        {
            Name = form.GetValueOrDefault("name").ToString(),
            Source = form.GetValueOrDefault("source").ToString(),
            Enabled = form.ContainsKey("enabled"),
            DeliverFrom = form.GetValueOrDefault("deliver-from").ToString(),
            SourceSettings = Settings(form, "source.", ShapeOf(registry, form.GetValueOrDefault("source").ToString())),
            Matching = MatchingOf(form),
            Boosters = [.. Entries(form, "boosters", type => registry.Boosters.GetValueOrDefault(type)?.Settings)],
            Targets = [.. Entries(form, "targets", type => registry.Targets.GetValueOrDefault(type)?.Settings)],
        };

    /// <summary>Does what a button says: <c>boosters/2/up</c>, <c>targets/0/remove</c>, <c>boosters/add</c>.</summary>
    /// <param name="chosen">The registry id that is to be added.</param>
    public void Do(string action, string chosen)
    {
        var parts = action.Split('/');
        var entries = parts[0] == "boosters" ? Boosters : Targets;
        if (parts is [_, "add"] && chosen.Length > 0)
        {
            entries.Add(new(chosen, []));
        }

        if (
            parts is not [_, var place, var what]
            || !int.TryParse(place, CultureInfo.InvariantCulture, out var i)
            || i < 0
            || i >= entries.Count
        )
        {
            return;
        }

        switch (what)
        {
            case "remove":
                entries.RemoveAt(i);
                break;
            case "up" when i > 0:
                (entries[i - 1], entries[i]) = (entries[i], entries[i - 1]);
                break;
            case "down" when i < entries.Count - 1:
                (entries[i + 1], entries[i]) = (entries[i], entries[i + 1]);
                break;
        }
    }

    /// <param name="saved">The pipeline as it is; null for a new one.</param>
    public PipelineChange ToChange(Pipeline? saved) =>
        new(
            Name,
            saved is null ? Source : null,
            SourceSettings,
            Steps,
            [.. Targets.Select(entry => new TargetModel(entry.Id, entry.Type, null, entry.Settings, [.. entry.ExcludedBoosters]))],
            Enabled,
            saved is not null && DeliverFrom == TextOf(saved.DeliverFrom) ? null : InstantOf(DeliverFrom),
            Matching
        );

    /// <summary>What a source may hold back; null: nothing.</summary>
    public static SettingsShape? ShapeOf(Engine.Registry registry, string source) =>
        (registry.Sources.GetValueOrDefault(source) as IFilteringSource)?.Settings;

    private static MatchPolicy? MatchingOf(IReadOnlyDictionary<string, StringValues> form) =>
        ActionOf(form, "duplicate") is { } duplicate && ActionOf(form, "part") is { } part && ActionOf(form, "possible") is { } possible
            ? new()
            {
                Duplicate = duplicate,
                Part = part,
                Possible = possible,
            }
            : null;

    private static MatchAction? ActionOf(IReadOnlyDictionary<string, StringValues> form, string verdict) =>
        Enum.TryParse<MatchAction>(form.GetValueOrDefault($"matching.{verdict}").ToString(), out var action) ? action : null;

    private static IEnumerable<DraftEntry> Entries(
        IReadOnlyDictionary<string, StringValues> form,
        string list,
        Func<string, SettingsShape?> shapeOf
    )
    {
        for (var i = 0; form.TryGetValue($"{list}.{i}.type", out var type); i++)
        {
            var prefix = $"{list}.{i}.";
            yield return new(type.ToString(), Settings(form, prefix, shapeOf(type.ToString())))
            {
                Id = Guid.TryParse(form.GetValueOrDefault(prefix + "id"), out var id) ? id : null,
                ExcludedBoosters = [.. form.GetValueOrDefault(prefix + "without").OfType<string>()],
            };
        }
    }

    private static JsonObject Settings(IReadOnlyDictionary<string, StringValues> form, string prefix, SettingsShape? shape)
    {
        var settings = new JsonObject();
        foreach (var field in shape?.Fields ?? [])
        {
            var text = form.GetValueOrDefault(prefix + "settings." + field.Name).ToString();
            if (ValueOf(field.Kind, text) is { } value)
            {
                settings[field.Name] = value;
            }
        }

        return settings;
    }

    // An empty number takes its default; one that is no number stays text, and the validation names its field.
    private static JsonNode? ValueOf(SettingKind kind, string text) =>
        kind switch
        {
            SettingKind.Switch => text.Length > 0,
            SettingKind.Number when text.Length == 0 => null,
            SettingKind.Number when long.TryParse(text, CultureInfo.InvariantCulture, out var whole) => whole,
            SettingKind.Number when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
            _ => text,
        };

    private static string TextOf(DateTimeOffset at) => at.ToUniversalTime().ToString(DateFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset? InstantOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}

/// <param name="Type">Registry id.</param>
public sealed record DraftEntry(string Type, JsonObject Settings)
{
    /// <summary>Of a target that was saved before; it keeps its deliveries.</summary>
    public Guid? Id { get; init; }
    public IReadOnlyList<string> ExcludedBoosters { get; init; } = [];
}
