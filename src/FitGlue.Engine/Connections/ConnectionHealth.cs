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

/// <param name="Reason">What happened, whose move it is, the next step; null where all is well.</param>
public sealed record ConnectionHealth(HealthState State, TroubleCode? Trouble, string? Reason);
