using FitGlue.Core;
using FitGlue.Engine.Connections;

namespace FitGlue.Engine.Answers;

/// <summary>How the connection stands that a question is about: what every answer looks at first.</summary>
public sealed record Standing
{
    /// <summary>How long a device may be silent before that itself is the answer: a night and a morning.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(12);

    /// <summary>How long a device may be silent before a whole day is missing.</summary>
    public static readonly TimeSpan StaleAfter = ConnectionHealth.DataLateAfter;

    /// <summary>The source's name; null: the person has connected none.</summary>
    public string? Source { get; init; }

    /// <summary>The app on the phone that brings the data in, such as the one to open.</summary>
    public string App { get; init; } = "source's";

    /// <summary>What the person wears.</summary>
    public string Device { get; init; } = "device";
    public HealthState? State { get; init; }
    public TroubleCode? Trouble { get; init; }

    /// <summary>The one kind of call that the trouble stands in the way of; null: all.</summary>
    public SourceCall? TroubleWith { get; init; }

    /// <summary>Text for the person; never part of a case.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Reason { get; init; }
    public DateTimeOffset? ConnectedAt { get; init; }
    public DateTimeOffset? LastContactAt { get; init; }
    public DateTimeOffset? LastWebhookAt { get; init; }

    /// <summary>The newest reading that the source has.</summary>
    public DateTimeOffset? LastDataAt { get; init; }

    /// <summary>When the last complete listing began.</summary>
    public DateTimeOffset? LastListedAt { get; init; }

    /// <summary>Of the place where the person last worked out.</summary>
    public TimeSpan? Offset { get; init; }

    /// <summary>How long the device was not worn on the newest day that is known.</summary>
    public TimeSpan? NonWear { get; init; }
    public DateOnly? NonWearDay { get; init; }

    /// <summary>The source refused this kind of call for want of a permission.</summary>
    internal bool Lacks(SourceCall what) =>
        State is HealthState.Limited && Trouble is TroubleCode.MissingScope && (TroubleWith ?? what) == what;

    internal bool IsStale(DateTimeOffset now, TimeSpan after) => LastDataAt is { } at && now - at > after;

    /// <summary>More than half of the newest day, which is today or yesterday.</summary>
    internal bool IsNotWorn(DateTimeOffset now) =>
        NonWear > TimeSpan.FromHours(12) && NonWearDay >= DateOnly.FromDateTime(now.ToOffset(Offset ?? TimeSpan.Zero).DateTime).AddDays(-1);

    /// <summary>The first lines of every decision table: is there a connection, and may it be used?</summary>
    /// <returns>Null: nothing stands in the way.</returns>
    internal Answer? Blocked(string question) =>
        (State, Trouble) switch
        {
            _ when Source is null => Say(
                question,
                "not-connected",
                Severity.Note,
                Move.You,
                "Nothing is connected yet, so nothing can arrive."
            ) with
            {
                NextStep = "Connect a source.",
            },
            (HealthState.Paused, _) => Say(question, "paused", Severity.Note, Move.You, Reason ?? $"{Source} is paused.") with
            {
                NextStep = "Resume it; everything since then is fetched.",
            },
            (HealthState.Reconnect, _) => Say(
                question,
                "reconnect",
                Severity.Problem,
                Move.You,
                Reason ?? $"{Source} no longer accepts our sign-in."
            ) with
            {
                NextStep = $"Reconnect {Source}; everything since then is fetched.",
            },
            (HealthState.Limited, TroubleCode.Membership) => Say(
                question,
                "membership-lapsed",
                Severity.Problem,
                Move.You,
                Reason ?? $"{Source} says that the membership has lapsed."
            ) with
            {
                NextStep = $"Renew the membership in the {App} app; the connection goes on by itself.",
            },
            (HealthState.Limited, TroubleCode.AppOutdated) => Say(
                question,
                "app-outdated",
                Severity.Problem,
                Move.You,
                Reason ?? $"{Source} says that the app on the phone is too old."
            ) with
            {
                NextStep = $"Update the {App} app, then open it once.",
            },
            (HealthState.Limited, TroubleCode.WrongPortal or TroubleCode.Misconfigured or TroubleCode.KeysLost) => Say(
                question,
                "server-misconfigured",
                Severity.Problem,
                Move.Us,
                Reason ?? "A setting of this server is wrong."
            ) with
            {
                NextStep = "Whoever runs this server corrects the setting; the tokens are kept.",
            },
            _ => null,
        };

    internal static Answer Say(string question, string verdict, Severity severity, Move move, string headline) =>
        new()
        {
            Question = question,
            Verdict = verdict,
            Severity = severity,
            Move = move,
            Headline = headline,
            Link = move is Move.You ? "/connections" : null,
        };
}
