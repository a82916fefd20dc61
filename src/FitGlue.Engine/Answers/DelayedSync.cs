using System.Text.Json.Serialization;

namespace FitGlue.Engine.Answers;

/// <summary>One of the three clocks: how long a stretch of the way took, over 30 days and for the newest workout.</summary>
public sealed record Clock(int Cases, TimeSpan? P50, TimeSpan? P95, TimeSpan? Newest)
{
    /// <param name="cases">Newest last.</param>
    public static Clock Of(IReadOnlyList<TimeSpan> cases) =>
        new(cases.Count, Percentiles.Of(cases, 0.5), Percentiles.Of(cases, 0.95), cases.Count == 0 ? null : cases[^1]);
}

/// <summary>What is known about how long workouts take to arrive.</summary>
public sealed record DelayedSyncEvidence
{
    public required Standing Standing { get; init; }

    /// <summary>End of the workout → the source's cloud; known where a webhook named the time.</summary>
    public required Clock ToSource { get; init; }

    /// <summary>The source's cloud → here.</summary>
    public required Clock ToUs { get; init; }

    /// <summary>Here → the targets.</summary>
    public required Clock ToTargets { get; init; }

    /// <summary>Whether the source calls us.</summary>
    public bool Notified { get; init; }
    public TimeSpan? Interval { get; init; }
    public DateTimeOffset? WebhooksSilentSince { get; init; }
    public DateTimeOffset? SubscriptionRepairedAt { get; init; }

    /// <summary>Found by looking in the last 30 days although the source should have called.</summary>
    public int MissedByWebhooks { get; init; }

    /// <summary>The source asked us to wait.</summary>
    public DateTimeOffset? SourceLimitUntil { get; init; }

    /// <summary>A target that has to be waited for.</summary>
    public string? WaitingTarget { get; init; }
    public DateTimeOffset? WaitingTargetUntil { get; init; }
    public int WaitingDeliveries { get; init; }

    /// <summary>Deliveries that only the person can help.</summary>
    public int StoppedDeliveries { get; init; }

    [JsonIgnore]
    public Guid? StoppedRun { get; init; }

    /// <summary>What waits here for our own work, and since when.</summary>
    public int Backlog { get; init; }
    public DateTimeOffset? BacklogSince { get; init; }
    public DateTimeOffset? NewestEndedAt { get; init; }
    public DateTimeOffset? NewestArrivedAt { get; init; }
}

/// <summary>Sync is delayed: which of the three clocks takes the time?</summary>
public static class DelayedSync
{
    private static readonly TimeSpan BacklogAfter = TimeSpan.FromMinutes(5);

    /// <summary>From here on the way into the source's cloud is where the time goes.</summary>
    private static readonly TimeSpan LateToSource = TimeSpan.FromHours(2);

    public static Answer Of(DelayedSyncEvidence evidence, DateTimeOffset now) =>
        (
            evidence.Standing.Blocked(Questions.DelayedSync)
            ?? Device(evidence, now)
            ?? Source(evidence, now)
            ?? Targets(evidence, now)
            ?? Past(evidence)
        ) with
        {
            Numbers = Numbers(evidence),
        };

    private static Answer? Device(DelayedSyncEvidence evidence, DateTimeOffset now)
    {
        var standing = evidence.Standing;
        if (!standing.IsStale(now, Standing.FreshFor))
        {
            return null;
        }

        return standing.IsNotWorn(now)
            ? Say(
                "ring-not-worn",
                Severity.Note,
                Move.You,
                $"The {standing.Device} was not worn for {Words.Of(standing.NonWear!.Value)} on {Words.Day(standing.NonWearDay!.Value)}; its newest reading is of {Words.At(standing.LastDataAt!.Value, standing.Offset, now)}."
            ) with
            {
                NextStep = $"Wear the {standing.Device}; nothing is held up.",
            }
            : Say(
                "not-synced",
                standing.IsStale(now, Standing.StaleAfter) ? Severity.Warning : Severity.Note,
                Move.You,
                $"Your {standing.Device} last reached {standing.App} {Words.At(standing.LastDataAt!.Value, standing.Offset, now)}, the time of its newest reading."
            ) with
            {
                NextStep = $"Open the {standing.App} app near the {standing.Device}.",
            };
    }

    private static Answer? Source(DelayedSyncEvidence evidence, DateTimeOffset now)
    {
        var standing = evidence.Standing;
        return evidence switch
        {
            { Notified: true, WebhooksSilentSince: { } silent } => Say(
                "webhooks-silent",
                Severity.Warning,
                Move.Us,
                $"Webhooks have been silent since {Words.Clock(silent, standing.Offset)} although there was new data; polling took over."
            ) with
            {
                NextStep =
                    "Nothing: workouts arrive, a little later. If it stays so, check that the public address can be reached from outside.",
                Done =
                [
                    $"{Words.Count(evidence.MissedByWebhooks, "workout")} of the last 30 days were found by polling.",
                    .. evidence.SubscriptionRepairedAt is { } repaired
                        ? [$"The subscription was renewed {Words.Clock(repaired, standing.Offset)}."]
                        : Array.Empty<string>(),
                ],
            },
            { SourceLimitUntil: { } until } when until > now => Say(
                "source-limit",
                Severity.Note,
                Move.Nobody,
                $"Waiting for the limit of {standing.Source} until {Words.Clock(until, standing.Offset)}. Nothing is lost."
            ),
            _ => null,
        };
    }

    private static Answer? Targets(DelayedSyncEvidence evidence, DateTimeOffset now) =>
        evidence switch
        {
            { StoppedDeliveries: > 0 } => Say(
                "delivery-needs-you",
                Severity.Problem,
                Move.You,
                $"{Words.Count(evidence.StoppedDeliveries, "delivery", "deliveries")} stopped: only you can help."
            ) with
            {
                NextStep = "Open the run: it says what the target wants.",
                Link = evidence.StoppedRun is { } run ? $"/runs/{run}" : "/",
            },
            { WaitingTarget: { } target, WaitingTargetUntil: { } until } when until > now => Say(
                "target-limit",
                Severity.Note,
                Move.Nobody,
                $"Waiting for {target} until {Words.Clock(until, evidence.Standing.Offset)}: {evidence.WaitingDeliveries} queued, nothing is lost."
            ),
            { Backlog: > 0, BacklogSince: { } since } when now - since > BacklogAfter => Say(
                "backlog",
                Severity.Warning,
                Move.Us,
                $"{evidence.Backlog} pieces of work wait here, the oldest for {Words.Of(now - since)}."
            ) with
            {
                NextStep = "Nothing: they are worked off in order. If the number does not fall, copy this case and tell us.",
            },
            _ => null,
        };

    private static Answer Past(DelayedSyncEvidence evidence)
    {
        var standing = evidence.Standing;
        return evidence switch
        {
            { ToSource.Newest: { } newest } when newest > LateToSource => Say(
                "late-to-source",
                Severity.Note,
                Move.You,
                $"The newest workout reached {standing.App} {Words.Of(newest)} after its end: that is where the time goes, not here."
            ) with
            {
                NextStep = $"Open the {standing.App} app after a workout; then it is here within a minute or two.",
            },
            { NewestArrivedAt: null } => Say(
                "nothing-to-measure",
                Severity.Note,
                Move.Nobody,
                "No workout of the last 30 days has arrived, so there is no delay to measure."
            ),
            { Notified: false } => Say(
                "polling-only",
                Severity.Well,
                Move.Nobody,
                $"All is well: {standing.Source} is asked {Every(evidence.Interval)}, and workouts arrive that much later. Nothing is lost by it."
            ) with
            {
                NextStep = "Nothing. With a public address (FitGlue__PublicUrl) they arrive within a minute.",
            },
            _ => Say(
                "all-well",
                Severity.Well,
                Move.Nobody,
                $"All is well: {standing.Source} tells us of new workouts, and they arrive{Within(evidence)}."
            ),
        };
    }

    private static string Every(TimeSpan? interval) => interval is { } known ? $"every {Words.Of(known)}" : "regularly";

    private static string Within(DelayedSyncEvidence evidence) =>
        evidence.ToUs.P50 is { } half ? $", half of them within {Words.Of(half)}" : "";

    private static Number[] Numbers(DelayedSyncEvidence evidence) =>
        [
            .. Of("End → source", evidence.ToSource),
            .. Of("Source → here", evidence.ToUs),
            .. Of("Here → targets", evidence.ToTargets),
            Number.Of("Newest reading at the source", evidence.Standing.LastDataAt),
            Number.Of("Newest workout ended", evidence.NewestEndedAt),
            Number.Of("It arrived here", evidence.NewestArrivedAt),
            Number.Of("Last webhook", evidence.Standing.LastWebhookAt),
            Number.Of("Missed by webhooks, 30 days", evidence.MissedByWebhooks),
            Number.Of("Deliveries waiting", evidence.WaitingDeliveries),
            Number.Of("Work waiting here", evidence.Backlog),
        ];

    private static Number[] Of(string label, Clock clock) =>
        [
            Number.Of($"{label}, newest", clock.Newest),
            Number.Of($"{label}, half within", clock.P50),
            Number.Of($"{label}, 95 % within", clock.P95),
            Number.Of($"{label}, cases", clock.Cases),
        ];

    private static Answer Say(string verdict, Severity severity, Move move, string headline) =>
        Standing.Say(Questions.DelayedSync, verdict, severity, move, headline) with
        {
            Link = null,
        };
}
