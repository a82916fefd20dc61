namespace FitGlue.Simulator;

/// <summary>A moment in the app: breathing, rest and the like.</summary>
public sealed record Session
{
    public required string Id { get; init; }

    /// <summary><c>breathing</c>, <c>meditation</c>, <c>nap</c>, <c>relaxation</c>, <c>rest</c> or <c>body_status</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The local day of the start.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>Whether the ring measured heart rate and its variability.</summary>
    public bool IsMeasured { get; init; } = true;
}
