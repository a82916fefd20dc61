using FitGlue.Engine.Connections;

namespace FitGlue.Engine.Answers;

/// <summary>Why a night is there or not.</summary>
public enum NightState
{
    Recorded,

    /// <summary>The source says so for more than half of the day.</summary>
    NotWorn,

    /// <summary>Only naps, or rest that the source rejected as sleep.</summary>
    NapOnly,

    /// <summary>By the person.</summary>
    Deleted,

    /// <summary>The device has not reached the source since.</summary>
    NotSynced,

    /// <summary>The device did, but sleep appears only after the app was opened.</summary>
    AppNotOpened,

    /// <summary>The source knows the day and has no sleep of it.</summary>
    NoneAtSource,

    /// <summary>Nothing of that day arrived, of no kind.</summary>
    NothingReceived,
}

/// <summary>One night, named for the day on which it ends.</summary>
public sealed record Night(DateOnly Day, NightState State);

/// <summary>What is known about the nights of the last 30 days.</summary>
public sealed record NoSleepEvidence
{
    public required Standing Standing { get; init; }

    /// <summary>Whether the source keeps sleep at all.</summary>
    public bool Supported { get; init; }

    /// <summary>Whether it may be read; null: not known.</summary>
    public bool? Granted { get; init; }

    /// <summary>When the days were last read.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Newest last.</summary>
    public required IReadOnlyList<Night> Nights { get; init; }

    internal int Count(NightState state) => Nights.Count(night => night.State == state);
}

/// <summary>No sleep data: what is by design, and where the missing nights are.</summary>
public static class NoSleep
{
    private const string ByDesign = "By design workouts are imported and sleep is not turned into activities.";

    public static Answer Of(NoSleepEvidence evidence, DateTimeOffset now) =>
        (evidence.Standing.Blocked(Questions.NoSleep) ?? Reading(evidence) ?? LastNight(evidence, now) ?? Missing(evidence)) with
        {
            Numbers =
            [
                Number.Of("Nights looked at", evidence.Nights.Count),
                .. Enum.GetValues<NightState>().Select(state => Number.Of(NameOf(state), evidence.Count(state))),
                Number.Of("Days last read", evidence.ReadAt),
                Number.Of("Newest reading at the source", evidence.Standing.LastDataAt),
            ],
            Details = [.. evidence.Nights.Reverse().Select(night => new Detail(Words.Day(night.Day), NameOf(night.State)))],
        };

    private static Answer? Reading(NoSleepEvidence evidence) =>
        evidence switch
        {
            { Supported: false } => Say(
                "not-kept",
                Severity.Note,
                Move.Nobody,
                $"{ByDesign} {evidence.Standing.Source} keeps no sleep that could be read as context."
            ),
            _ when evidence.Granted is false || evidence.Standing.Lacks(SourceCall.Days) => Say(
                "scope-missing",
                Severity.Warning,
                Move.You,
                $"{ByDesign} As context for recovery it cannot be read either: you did not grant {evidence.Standing.Source} the daily summaries."
            ) with
            {
                NextStep = "Reconnect and leave the daily summaries ticked, if you want them used.",
                Link = "/connections",
            },
            { ReadAt: null } => Say(
                "not-read-yet",
                Severity.Note,
                Move.Us,
                $"{ByDesign} As context it has not been read yet; that follows by itself."
            ),
            _ => null,
        };

    private static Answer? LastNight(NoSleepEvidence evidence, DateTimeOffset now)
    {
        var standing = evidence.Standing;
        return (evidence.Nights is [.., var last] ? last.State : NightState.Recorded) switch
        {
            NightState.NotSynced => Say(
                "not-synced",
                standing.IsStale(now, Standing.StaleAfter) ? Severity.Warning : Severity.Note,
                Move.You,
                $"{ByDesign} The last night is still in the {standing.Device}: it last reached {standing.App} {Words.At(standing.LastDataAt ?? now, standing.Offset, now)}. {Recorded(evidence)}"
            ) with
            {
                NextStep = $"Open the {standing.App} app near the {standing.Device}.",
            },
            NightState.AppNotOpened => Say(
                "app-not-opened",
                Severity.Note,
                Move.You,
                $"{ByDesign} The last night is not at {standing.App} yet: sleep appears only after the app was opened. {Recorded(evidence)}"
            ) with
            {
                NextStep = $"Open the {standing.App} app once.",
            },
            _ => null,
        };
    }

    private static Answer Missing(NoSleepEvidence evidence)
    {
        var standing = evidence.Standing;
        var missing = evidence.Nights.Count - evidence.Count(NightState.Recorded);
        return missing switch
        {
            0 => Say("all-well", Severity.Well, Move.Nobody, $"{ByDesign} As context for recovery it is read: {Recorded(evidence)}"),
            _ when evidence.Count(NightState.NotWorn) * 2 >= missing => Say(
                "ring-not-worn",
                Severity.Note,
                Move.You,
                $"{ByDesign} {Recorded(evidence)} Most of those missing are nights without the {standing.Device}."
            ) with
            {
                NextStep = $"Wear the {standing.Device} at night, if you want recovery advice.",
            },
            _ when evidence.Count(NightState.NothingReceived) * 2 > missing => Say(
                "nothing-received",
                Severity.Warning,
                Move.Us,
                $"{ByDesign} {Recorded(evidence)} Of most of those missing nothing arrived here, of no kind."
            ) with
            {
                NextStep = "Nothing: the last 30 days are read again daily. If it stays so, copy this case and tell us.",
                Done = ["The days are listed again on schedule."],
            },
            _ when evidence.Count(NightState.Recorded) == 0 => Say(
                "none-at-source",
                Severity.Note,
                Move.Source,
                $"{ByDesign} {standing.Source} has no sleep of the last {Words.Count(evidence.Nights.Count, "night")} either."
            ) with
            {
                NextStep = $"See in the {standing.App} app whether it shows your nights.",
            },
            _ => Say("some-missing", Severity.Note, Move.Source, $"{ByDesign} {Recorded(evidence)} The table says why."),
        };
    }

    private static string Recorded(NoSleepEvidence evidence)
    {
        var missing = evidence
            .Nights.Where(night => night.State is not NightState.Recorded)
            .GroupBy(night => night.State)
            .OrderByDescending(group => group.Count())
            .Select(group => $"{group.Count()} {NameOf(group.Key).ToLowerInvariant()}")
            .ToList();
        return $"{evidence.Count(NightState.Recorded)} of {Words.Count(evidence.Nights.Count, "night")}{(missing.Count == 0 ? "" : $"; {string.Join(", ", missing)}")}.";
    }

    private static string NameOf(NightState state) =>
        state switch
        {
            NightState.Recorded => "Recorded",
            NightState.NotWorn => "Not worn",
            NightState.NapOnly => "Nap or rest only",
            NightState.Deleted => "Deleted in the app",
            NightState.NotSynced => "Not synced yet",
            NightState.AppNotOpened => "App not opened yet",
            NightState.NoneAtSource => "None at the source",
            _ => "Nothing received",
        };

    private static Answer Say(string verdict, Severity severity, Move move, string headline) =>
        Standing.Say(Questions.NoSleep, verdict, severity, move, headline) with
        {
            Link = null,
        };
}
