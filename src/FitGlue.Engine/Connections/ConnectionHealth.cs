using System.Globalization;
using FitGlue.Core;

namespace FitGlue.Engine.Connections;

/// <summary>How a connection is, from what was checked.</summary>
public enum HealthState
{
    /// <summary>Connected, and nothing was fetched yet.</summary>
    New,
    Up,

    /// <summary>It works, and there is no new data, or webhooks fell silent; the reason says which and why.</summary>
    Late,

    /// <summary>A permission, the membership, a setting or a limit of the provider stands in the way.</summary>
    Limited,

    /// <summary>Only the person can go on.</summary>
    Reconnect,

    /// <summary>By the person.</summary>
    Paused,
}

/// <summary>What is known beside the connection itself.</summary>
/// <param name="App">The app that brings the data in.</param>
/// <param name="Device">What the person wears.</param>
/// <param name="Interval">How often the source is asked anyway.</param>
/// <param name="Notified">Whether the provider is to call us.</param>
/// <param name="Subscription">Null: not made yet, or not wanted.</param>
/// <param name="LimitedUntil">A limit that the provider told us of; null: none.</param>
public sealed record HealthContext(
    string Name,
    string App,
    string Device,
    TimeSpan Interval,
    bool Notified,
    Subscription? Subscription = null,
    DateTimeOffset? LimitedUntil = null
);

/// <param name="Reason">What happened, whose move it is, the next step; null where all is well.</param>
public sealed record ConnectionHealth(HealthState State, TroubleCode? Trouble, string? Reason)
{
    /// <summary>A device that nothing was heard of for so long has missed a whole day.</summary>
    public static readonly TimeSpan DataLateAfter = TimeSpan.FromHours(36);

    /// <summary>Contacts that may fail to come before the connection counts as late.</summary>
    private const int MissedContacts = 3;

    /// <summary>Up only where a recent contact succeeded; what is worse is said first.</summary>
    public static ConnectionHealth Of(Connection connection, HealthContext context, DateTimeOffset now) =>
        connection switch
        {
            { PausedAt: { } since } => new(
                HealthState.Paused,
                connection.Trouble,
                $"You paused it {Ago(since, now)}. Nothing is fetched until you resume it; notifications are kept."
            ),
            { State: ConnectionState.Reconnect } => new(
                HealthState.Reconnect,
                connection.Trouble ?? TroubleCode.GrantGone,
                connection.StateReason ?? $"{context.Name} no longer accepts the sign-in. Reconnect: everything since then is fetched."
            ),
            { State: ConnectionState.Limited } => new(HealthState.Limited, connection.Trouble, connection.StateReason),
            _ when context.LimitedUntil > now => new(
                HealthState.Limited,
                null,
                $"{context.Name} asked us to wait until {Clock(context.LimitedUntil.Value)}. Nothing to do: the work goes on then."
            ),
            _ when connection.State is ConnectionState.New || connection.LastContactAt is null => new(HealthState.New, null, null),
            _ => Late(connection, context, now) is { } reason
                ? new(HealthState.Late, connection.Trouble, reason)
                : new(HealthState.Up, connection.Trouble, connection.StateReason),
        };

    private static string? Late(Connection connection, HealthContext context, DateTimeOffset now) =>
        now - connection.LastContactAt > context.Interval * MissedContacts
            ? $"{context.Name} was last reached {Ago(connection.LastContactAt!.Value, now)}. Nothing to do: it is tried again, and nothing is lost meanwhile."
        : now - (connection.LastListedAt ?? connection.CreatedAt) > context.Interval * MissedContacts
            ? $"{context.Name} answers, but its list of workouts could not be read since {Clock(connection.LastListedAt ?? connection.CreatedAt)}. Nothing to do: it is tried again, and nothing is lost meanwhile."
        : context.Notified && connection.WebhooksSilentSince is { } silent
            ? $"Its notifications have been silent since {Clock(silent)} although there was new data. Polling took over: workouts arrive, a little later."
        : context is { Notified: true, Subscription: { } subscription } && Broken(subscription, now) is { } broken
            ? $"{broken} Polling took over: workouts arrive, a little later. It is repaired by itself."
        : connection.LastDataAt is { } data && now - data > DataLateAfter
            ? $"The {context.Device} last reached {context.App} {Ago(data, now)}. Open the {context.App} app near it."
        : null;

    private static string? Broken(Subscription subscription, DateTimeOffset now) =>
        subscription.EndsAt <= now ? $"The subscription to its notifications ended {Ago(subscription.EndsAt.Value, now)}."
        : subscription.LastError is { } error ? $"The subscription to its notifications is not in order: {error}"
        : null;

    private static string Ago(DateTimeOffset at, DateTimeOffset now) =>
        (now - at) switch
        {
            { TotalMinutes: < 1 } => "just now",
            { TotalHours: < 2 } past => $"{(int)past.TotalMinutes} min ago",
            { TotalDays: < 2 } past => $"{(int)past.TotalHours} h ago",
            var past => $"{(int)past.TotalDays} days ago",
        };

    private static string Clock(DateTimeOffset at) => at.ToUniversalTime().ToString("d MMM, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
