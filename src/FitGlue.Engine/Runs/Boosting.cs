using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Runs;

/// <summary>Runs the boosters of a pipeline in order, each on what the earlier ones left.</summary>
public sealed partial class Boosting(Registry registry, TimeProvider time, ILogger<Boosting> logger)
{
    public BoostedRun Run(Activity activity, IReadOnlyList<BoosterStep> steps, Prepared prepared)
    {
        var original = activity.Description;
        var reports = new List<BoosterReport>();
        for (var i = 0; i < steps.Count; i++)
        {
            FailPoint.Hit(FailPoint.BoosterBegins);
            var (boost, report) = RunOne(activity, original, steps[i], i, prepared);
            reports.Add(report);
            switch (boost)
            {
                case Boost.Applied applied:
                    activity = applied.Activity with { Description = original };
                    break;
                case Boost.Halted halted:
                    return new(activity, original, reports, halted.Reason, null);
                case Boost.Waiting waiting:
                    return new(activity, original, reports, null, waiting);
            }
        }

        return new(activity, original, reports, null, null);
    }

    private (Boost Boost, BoosterReport Report) RunOne(Activity activity, string? original, BoosterStep step, int place, Prepared prepared)
    {
        var began = time.GetTimestamp();
        var boost = prepared.Instead.GetValueOrDefault(place) ?? Apply(activity, original, step, place, prepared);
        var elapsed = time.GetElapsedTime(began).TotalMilliseconds;
        return (
            boost,
            boost switch
            {
                Boost.Applied applied => new(step.Type, "applied", null, elapsed, applied.Metadata, applied.Section),
                Boost.Skipped skipped => new(step.Type, "skipped", skipped.Reason, elapsed, skipped.Metadata, null),
                Boost.Halted halted => new(step.Type, "halted", halted.Reason, elapsed, null, null),
                Boost.Waiting waiting => new(step.Type, "waiting", waiting.Why, elapsed, null, null),
                _ => throw new System.Diagnostics.UnreachableException(),
            }
        );
    }

    // A fault of an optional booster costs its own section and nothing else.
    private Boost Apply(Activity activity, string? original, BoosterStep step, int place, Prepared prepared)
    {
        if (registry.Boosters.GetValueOrDefault(step.Type) is not { } booster)
        {
            return new Boost.Skipped($"There is no booster '{step.Type}' on this server.");
        }

        try
        {
            var settings = booster.Settings.Read(step.Settings);
            return booster.Apply(prepared.InputFor(activity, original, booster.Needs(settings), place), settings);
        }
        catch (Exception exception) when (booster.Info.Optional)
        {
            LogFailed(logger, exception, step.Type);
            return new Boost.Skipped($"It failed ({exception.GetType().Name}); the log has the details. The run went on without it.");
        }
    }

    [LoggerMessage(LogLevel.Error, "Booster {Booster} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string booster);
}

/// <summary>What one booster did.</summary>
/// <param name="State">applied, skipped, halted or waiting.</param>
/// <param name="Section">Its part of the description.</param>
public sealed record BoosterReport(string Type, string State, string? Reason, double DurationMs, JsonObject? Metadata, string? Section);

/// <summary>An activity behind its boosters.</summary>
/// <param name="Halted">Why nothing is delivered, or null.</param>
public sealed record BoostedRun(
    Activity Activity,
    string? OriginalDescription,
    IReadOnlyList<BoosterReport> Boosters,
    string? Halted,
    Boost.Waiting? Waiting
);

/// <summary>A description as a target gets it.</summary>
/// <param name="Text">Null: nothing is left.</param>
/// <param name="LeftOut">What did not fit, from the top: <see cref="Original"/> or the booster of the section.</param>
public sealed record Description(string? Text, IReadOnlyList<string> LeftOut)
{
    /// <summary>Stands for the description that the activity came with.</summary>
    public const string Original = "original";

    private const string BlankLine = "\n\n";

    /// <summary>
    /// The original and each section, trimmed, empty ones dropped, joined by one blank line. Where that is too long whole
    /// sections go, from the end.
    /// </summary>
    /// <param name="longest">Characters that the target takes; null: any number.</param>
    public static Description Of(
        string? original,
        IEnumerable<BoosterReport> boosters,
        IReadOnlyList<string>? excluded = null,
        int? longest = null
    )
    {
        List<(string Of, string Text)> sections =
        [
            .. boosters
                .Where(booster => excluded?.Contains(booster.Type) is not true)
                .Select(booster => (Of: booster.Type, Text: booster.Section?.Trim() ?? ""))
                .Prepend((Of: Original, Text: original?.Trim() ?? ""))
                .Where(section => section.Text.Length > 0),
        ];
        var fitting = sections.Count;
        while (LengthOf(sections, fitting) > longest)
        {
            fitting--;
        }

        var text = string.Join(BlankLine, sections.Take(fitting).Select(section => section.Text));
        return new(text.Length == 0 ? null : text, [.. sections.Skip(fitting).Select(section => section.Of)]);
    }

    private static int LengthOf(List<(string Of, string Text)> sections, int count) =>
        sections.Take(count).Sum(section => section.Text.Length) + (BlankLine.Length * Math.Max(0, count - 1));
}
