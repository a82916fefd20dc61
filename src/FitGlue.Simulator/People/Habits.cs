namespace FitGlue.Simulator;

/// <summary>What is unusual about how somebody wears the ring. As it is, nothing is.</summary>
public sealed record Habits
{
    /// <summary>When the ring lay on the table: no heart rate, no workout, no night.</summary>
    public IReadOnlyList<Absence> NotWorn { get; init; } = [];

    /// <summary>From this local day on the ring detects no workout by itself; null: it does.</summary>
    public DateOnly? NoWorkoutsFrom { get; init; }

    /// <summary>The longest unbroken stretch of medium activity of such a day, in whole five minutes.</summary>
    public int LongestStretchMinutes { get; init; }

    /// <summary>How closely the ring measures the workouts that it detects.</summary>
    public HeartRateDensity WorkoutHeartRate { get; init; } = HeartRateDensity.Dense;

    public NightHabit Nights { get; init; } = NightHabit.Usual;

    /// <summary>Days for whose night the cloud has no record although the ring was worn.</summary>
    public IReadOnlyList<DateOnly> NightsWithoutRecord { get; init; } = [];

    internal bool IsWorn(DateTimeOffset at) => !NotWorn.Any(absence => absence.From <= at && at < absence.To);

    internal bool IsWorn(DateTimeOffset from, DateTimeOffset to) => !NotWorn.Any(absence => absence.From < to && from < absence.To);

    internal bool Detects(DateOnly day) => !(day >= NoWorkoutsFrom);
}

public sealed record Absence(DateTimeOffset From, DateTimeOffset To);

public enum NightHabit
{
    Usual,
    NapsOnly,

    /// <summary>Never worn in bed.</summary>
    None,
}
