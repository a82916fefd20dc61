namespace FitGlue.Simulator;

/// <summary>How a simulated Oura cloud starts.</summary>
public sealed record OuraSimulatorOptions
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the state is kept between starts; null keeps it in memory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Registered at every start, over what the data directory holds.</summary>
    public IReadOnlyList<SimulatedApp> Apps { get; init; } = [];

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The same seed makes the same people live the same days.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Days that the people have lived before the first start.</summary>
    public int DaysOfHistory { get; init; } = 400;

    /// <summary>Used at the first start; afterwards the data directory holds them.</summary>
    public Knobs Knobs { get; init; } = new();
}

/// <summary>The two identity providers of Oura; an app belongs to exactly one.</summary>
public enum Portal
{
    Moi,
    Legacy,
}

/// <summary>An application as a developer registers it.</summary>
public sealed record SimulatedApp
{
    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    public Portal Portal { get; init; } = Portal.Moi;

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>What the app may ask for, as bare names; null means everything.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Who is preselected on the consent page.</summary>
    public string Person { get; init; } = "demo";
}
