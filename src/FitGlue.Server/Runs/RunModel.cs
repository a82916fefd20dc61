using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Matching;
using FitGlue.Core.Settings;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Work;

namespace FitGlue.Server.Runs;

public enum RunState
{
    /// <summary>For its turn, for an answer or for what a source has yet to bring; where it is not its turn, the error says for what.</summary>
    Waiting,
    Running,
    Retrying,
    NeedsYou,
    Dead,
    Superseded,

    /// <summary>Run, but not delivered: the workout is older than the pipeline delivers.</summary>
    Quiet,
    Skipped,

    /// <summary>A source setting of the pipeline holds it back, or another record of the same workout stands for it; the reason says which.</summary>
    HeldBack,

    /// <summary>A plug-in of the pipeline belongs to a higher tier than the person has; the reason names it.</summary>
    Blocked,
    Delivering,
    Delivered,

    /// <summary>Some targets have it, others will not.</summary>
    Partial,
    Failed,
}

/// <summary>A run as API and pages show it.</summary>
public sealed record RunModel(
    Guid Id,
    Guid PipelineId,
    Guid ActivityId,
    int Revision,
    int Pass,
    RunState State,
    string? SkippedReason,
    string? Error,
    DateTimeOffset CreatedAt,
    IReadOnlyList<BoosterModel> Boosters,
    IReadOnlyList<DeliveryModel> Deliveries,
    IReadOnlyList<TimelineModel> Timeline,
    MatchedModel? Matched
)
{
    public static RunModel Of(Run run, IReadOnlyList<Delivery> deliveries, IEnumerable<TimelineEntry> timeline) =>
        new(
            run.Id,
            run.PipelineId,
            run.ActivityId,
            run.Revision,
            run.Pass,
            StateOf(run, deliveries),
            run.Reason,
            run.LastError,
            run.CreatedAt,
            [.. (JsonSerializer.Deserialize<List<BoosterReport>>(run.Boosters ?? "[]", SettingsShape.Json) ?? []).Select(BoosterModel.Of)],
            [.. deliveries.Select(DeliveryModel.Of)],
            [
                .. timeline
                    .Where(entry => entry.RunId is null || entry.RunId == run.Id)
                    .Select(entry => new TimelineModel(entry.At, entry.What)),
            ],
            run.MatchedActivityId is { } activity ? new(activity, run.MatchedAs) : null
        );

    private static RunState StateOf(Run run, IReadOnlyList<Delivery> deliveries) =>
        run.State switch
        {
            WorkState.Waiting or WorkState.Snoozed => RunState.Waiting,
            WorkState.Running => RunState.Running,
            WorkState.Retrying => RunState.Retrying,
            WorkState.NeedsYou => RunState.NeedsYou,
            WorkState.Dead => RunState.Dead,
            _ => run.Outcome switch
            {
                RunOutcome.Superseded => RunState.Superseded,
                RunOutcome.Quiet => RunState.Quiet,
                RunOutcome.Skipped => RunState.Skipped,
                RunOutcome.HeldBack => RunState.HeldBack,
                RunOutcome.Blocked => RunState.Blocked,
                _ => DeliveredState(deliveries),
            },
        };

    private static RunState DeliveredState(IReadOnlyList<Delivery> deliveries) =>
        deliveries.Any(delivery => delivery.State is not (WorkState.Done or WorkState.Dead or WorkState.NeedsYou)) ? RunState.Delivering
        : deliveries.All(delivery => delivery.State is WorkState.Done) ? RunState.Delivered
        : deliveries.Any(delivery => delivery.State is WorkState.Done) ? RunState.Partial
        : RunState.Failed;
}

/// <param name="State">applied, skipped, halted or waiting.</param>
public sealed record BoosterModel(string Type, string State, string? Reason, double DurationMs, JsonObject? Metadata, string? Section)
{
    public static BoosterModel Of(BoosterReport report) =>
        new(report.Type, report.State, report.Reason, report.DurationMs, report.Metadata, report.Section);
}

/// <param name="Attempts">Failed tries.</param>
public sealed record DeliveryModel(
    string Target,
    WorkState State,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? ExternalId,
    string? Url,
    string? Error,
    DateTimeOffset? DeliveredAt
)
{
    public static DeliveryModel Of(Delivery row) =>
        new(
            row.Target,
            row.State,
            row.Attempt,
            row.State is WorkState.Retrying or WorkState.Snoozed ? row.NextAttemptAt : null,
            row.ExternalId,
            row.Url,
            row.LastError,
            row.DeliveredAt
        );
}

/// <summary>Why another record of the same workout holds it back.</summary>
/// <param name="Action">What the pipeline does with such a record; null: it has come back from a target.</param>
public sealed record MatchedModel(Guid ActivityId, MatchAction? Action);

public sealed record TimelineModel(DateTimeOffset At, string What);
