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
        var boost = prepared.Waiting.GetValueOrDefault(place) ?? Apply(activity, original, step, place, prepared);
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

/// <summary>Puts a description together.</summary>
public static class Description
{
    /// <summary>The original and each section, trimmed, empty ones dropped, joined by one blank line; null when nothing is left.</summary>
    public static string? Of(string? original, IEnumerable<BoosterReport> boosters, IReadOnlyList<string>? excluded = null)
    {
        var sections = boosters
            .Where(booster => excluded?.Contains(booster.Type) is not true)
            .Select(booster => booster.Section)
            .Prepend(original)
            .Select(section => section?.Trim())
            .Where(section => !string.IsNullOrEmpty(section));
        var text = string.Join("\n\n", sections);
        return text.Length == 0 ? null : text;
    }
}
