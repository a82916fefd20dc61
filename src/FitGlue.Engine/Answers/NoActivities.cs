using System.Text.Json.Serialization;
using FitGlue.Engine.Connections;

namespace FitGlue.Engine.Answers;

/// <summary>What is known about the workouts of the last seven days.</summary>
public sealed record NoActivitiesEvidence
{
    public required Standing Standing { get; init; }

    /// <summary>Whether workouts may be read; null: not known.</summary>
    public bool? WorkoutsGranted { get; init; }

    /// <summary>Asked just now; null: not asked.</summary>
    public int? AtSource { get; init; }

    /// <summary>Activities of the last seven days that are here.</summary>
    public int Here { get; init; }

    /// <summary>Listed by the source and not here yet.</summary>
    public int Waiting { get; init; }

    /// <summary>When the newest workout that is here ended.</summary>
    public DateTimeOffset? NewestEndedAt { get; init; }

    /// <summary>The longest unbroken stretch of movement of the last seven days.</summary>
    public TimeSpan? LongestMovement { get; init; }
    public DateOnly? LongestMovementDay { get; init; }

    /// <summary>Pipelines of this source that are on.</summary>
    public int Pipelines { get; init; }

    /// <summary>Workouts of the last seven days that a rule held back.</summary>
    public int HeldBack { get; init; }

    /// <summary>The newest of them.</summary>
    [JsonIgnore]
    public Guid? HeldBackRun { get; init; }

    [JsonIgnore]
    public string? HeldBackReason { get; init; }

    /// <summary>Found by looking again in the last 30 days, since no webhook told of them.</summary>
    public int FoundByLooking { get; init; }
}

/// <summary>No activities detected: the first line that fails is the answer.</summary>
public static class NoActivities
{
    internal const string Missed = "we-missed-them";

    public static Answer Of(NoActivitiesEvidence evidence, DateTimeOffset now) =>
        (Connection(evidence, now) ?? Source(evidence) ?? Device(evidence, now) ?? Here(evidence)) with
        {
            Numbers = Numbers(evidence),
        };

    private static Answer? Connection(NoActivitiesEvidence evidence, DateTimeOffset now)
    {
        var standing = evidence.Standing;
        return standing.Blocked(Questions.NoActivities)
            ?? (
                evidence.WorkoutsGranted is false
                    ? Say(
                        "scope-missing",
                        Severity.Problem,
                        Move.You,
                        $"You did not grant {standing.Source} “Workouts”, so none can be read."
                    ) with
                    {
                        NextStep = "Reconnect and leave “Workouts” ticked.",
                        Link = "/connections",
                    }
                : standing.Lacks(SourceCall.Workouts)
                    ? Say(
                        "permission-missing",
                        Severity.Problem,
                        Move.You,
                        standing.Reason ?? $"{standing.Source} says that a permission is missing."
                    ) with
                    {
                        NextStep = "Reconnect and leave every box ticked.",
                        Link = "/connections",
                    }
                : standing.State is HealthState.New
                    ? Say("first-import", Severity.Note, Move.Us, $"{standing.Source} was just connected; the first import is on its way.")
                : standing.LastContactAt is { } contact && now - contact > TimeSpan.FromHours(24)
                    ? Say(
                        "source-unreachable",
                        Severity.Problem,
                        Move.Source,
                        $"{standing.Source} was last reached {Words.At(contact, standing.Offset, now)}."
                    ) with
                    {
                        NextStep = "Nothing: it is tried again, and everything since then is fetched.",
                        Done = ["Every schedule goes on trying, at longer and longer intervals."],
                    }
                : null
            );
    }

    private static Answer? Source(NoActivitiesEvidence evidence) =>
        evidence switch
        {
            { AtSource: { } there } when there > evidence.Here + evidence.Waiting => Say(
                Missed,
                Severity.Problem,
                Move.Us,
                $"{evidence.Standing.Source} lists {Words.Count(there, "workout")} of the last 7 days, {evidence.Here} of them are here: we missed {there - evidence.Here}."
            ) with
            {
                NextStep = "Nothing: they are fetched now. If they are not here in a few minutes, copy this case and tell us.",
                Done = ["Listed the last 7 days again and asked for what is missing."],
            },
            { Waiting: > 0 } => Say(
                "being-fetched",
                Severity.Note,
                Move.Us,
                $"{Words.Count(evidence.Waiting, "workout")} of {evidence.Standing.Source} {(evidence.Waiting == 1 ? "is" : "are")} being fetched."
            ),
            _ => null,
        };

    // Nothing is there: was there anything to detect?
    private static Answer? Device(NoActivitiesEvidence evidence, DateTimeOffset now)
    {
        var standing = evidence.Standing;
        if ((evidence.AtSource ?? evidence.Here) > 0)
        {
            return null;
        }

        return standing.IsNotWorn(now)
                ? Say(
                    "ring-not-worn",
                    Severity.Note,
                    Move.You,
                    $"{standing.Source} has no workout of the last 7 days, and on {Words.Day(standing.NonWearDay!.Value)} the {standing.Device} was not worn for {Words.Of(standing.NonWear!.Value)}."
                ) with
                {
                    NextStep = $"Wear the {standing.Device}; without it nothing is measured.",
                    Link = null,
                }
            : standing.IsStale(now, Standing.StaleAfter)
                ? Say(
                    "not-synced",
                    Severity.Warning,
                    Move.You,
                    $"Your {standing.Device} last reached {standing.App} {Words.At(standing.LastDataAt!.Value, standing.Offset, now)}; what it saw since then is still in it."
                ) with
                {
                    NextStep = $"Open the {standing.App} app near the {standing.Device}.",
                    Link = null,
                }
            : Say("nothing-detected", Severity.Note, Move.You, NothingDetected(evidence)) with
            {
                NextStep =
                    $"Continuous movement such as walking or running is detected; short or light movement may not count. Add the workout in the {standing.App} app, and it arrives here.",
                Link = null,
            };
    }

    private static string NothingDetected(NoActivitiesEvidence evidence) =>
        evidence is { LongestMovement: { } longest, LongestMovementDay: { } day }
            ? $"{evidence.Standing.Source} detected no workout in the last 7 days. The longest stretch of movement was {Words.Of(longest)}, on {Words.Day(day)}."
            : $"{evidence.Standing.Source} detected no workout in the last 7 days.";

    // They are here: do they go anywhere?
    private static Answer Here(NoActivitiesEvidence evidence) =>
        evidence switch
        {
            { Pipelines: 0 } => Say(
                "pipeline-off",
                Severity.Warning,
                Move.You,
                $"{Words.Count(evidence.Here, "workout")} of the last 7 days arrived, but no pipeline of {evidence.Standing.Source} is on."
            ) with
            {
                NextStep = "Switch a pipeline on.",
                Link = "/pipelines",
            },
            { HeldBack: > 0 } when evidence.HeldBack >= evidence.Here => Say(
                "held-back",
                Severity.Note,
                Move.You,
                $"{Words.Count(evidence.Here, "workout")} of the last 7 days arrived, and a rule held back all of them. {evidence.HeldBackReason}".TrimEnd()
            ) with
            {
                NextStep = "Look at the rule, or let one through.",
                Link = evidence.HeldBackRun is { } run ? $"/runs/{run}" : "/pipelines",
            },
            _ => Say(
                "all-well",
                Severity.Well,
                Move.Nobody,
                $"All is well: {Words.Count(evidence.Here, "workout")} of the last 7 days {(evidence.Here == 1 ? "is" : "are")} here."
            ) with
            {
                Done =
                    evidence.FoundByLooking > 0
                        ?
                        [
                            $"Looking again found {Words.Count(evidence.FoundByLooking, "workout")} of the last 30 days that no webhook told of.",
                        ]
                        : [],
            },
        };

    private static Number[] Numbers(NoActivitiesEvidence evidence) =>
        [
            Number.Of("At the source, last 7 days", evidence.AtSource),
            Number.Of("Here, last 7 days", evidence.Here),
            Number.Of("Being fetched", evidence.Waiting),
            Number.Of("Held back by a rule", evidence.HeldBack),
            Number.Of("Found by looking again, 30 days", evidence.FoundByLooking),
            Number.Of("Newest workout ended", evidence.NewestEndedAt),
            Number.Of("Newest reading at the source", evidence.Standing.LastDataAt),
            Number.Of("Listed completely", evidence.Standing.LastListedAt),
            Number.Of("Longest stretch of movement", evidence.LongestMovement),
            Number.Of("Not worn, newest day", evidence.Standing.NonWear),
        ];

    private static Answer Say(string verdict, Severity severity, Move move, string headline) =>
        Standing.Say(Questions.NoActivities, verdict, severity, move, headline) with
        {
            Link = null,
        };
}
