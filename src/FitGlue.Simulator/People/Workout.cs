namespace FitGlue.Simulator;

/// <summary>A workout as the cloud tells it.</summary>
public sealed record Workout
{
    public required string Id { get; init; }

    /// <summary>A free string; the spelling of names with several words varies.</summary>
    public required string Activity { get; init; }

    /// <summary>The local day of the start.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>May carry another offset than the start.</summary>
    public required DateTimeOffset End { get; init; }

    public double? Calories { get; init; }

    public double? DistanceMeters { get; init; }

    /// <summary><c>easy</c>, <c>moderate</c> or <c>hard</c>.</summary>
    public string Intensity { get; init; } = "moderate";

    public string? Label { get; init; }

    /// <summary><c>manual</c>, <c>autodetected</c>, <c>confirmed</c> or <c>workout_heart_rate</c>.</summary>
    public string Source { get; init; } = "confirmed";
}

/// <summary>How closely the ring measured a workout.</summary>
public enum HeartRateDensity
{
    /// <summary>A row every five seconds.</summary>
    Dense,

    /// <summary>A row every five minutes.</summary>
    Rest,

    /// <summary>No row at all.</summary>
    None,
}
