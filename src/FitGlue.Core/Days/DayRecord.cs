namespace FitGlue.Core.Days;

/// <summary>What a source knows of one day of a person: context for answers and boosters, never an activity.</summary>
/// <param name="Day">The person's local day, as the source states it.</param>
public abstract record DayRecord(DateOnly Day)
{
    /// <param name="Score">0–100.</param>
    /// <param name="TemperatureDeviation">Of the skin at night against the person's own baseline, °C.</param>
    public sealed record Readiness(DateOnly Day, int? Score, double? TemperatureDeviation) : DayRecord(Day)
    {
        /// <summary>How the nights' heart-rate variability compares with the usual, 1–100, as are the other contributors.</summary>
        public int? HrvBalance { get; init; }

        public int? RestingHeartRate { get; init; }

        public int? BodyTemperature { get; init; }

        /// <summary>How early in the night the heart rate came to rest.</summary>
        public int? RecoveryIndex { get; init; }
    }

    /// <summary>One period of sleep; a day may have several.</summary>
    /// <param name="Kind">The source's word mapped to ours.</param>
    /// <param name="Start">When the person went to bed, with the offset of the place.</param>
    /// <param name="End">Null while it lasts.</param>
    /// <param name="Hrv">RMSSD over the period, milliseconds.</param>
    /// <param name="LowestBpm">Null where the source had no valid value.</param>
    public sealed record Sleep(
        DateOnly Day,
        SleepKind Kind,
        DateTimeOffset Start,
        DateTimeOffset? End,
        TimeSpan? Asleep,
        double? Hrv,
        int? LowestBpm,
        double? AverageBpm
    ) : DayRecord(Day);

    /// <param name="NonWear">How long the ring was not worn.</param>
    /// <param name="Moderate">Time of medium and high activity.</param>
    /// <param name="LongestModerate">The longest unbroken stretch of it.</param>
    public sealed record Movement(DateOnly Day, int? Steps, TimeSpan? NonWear, TimeSpan? Moderate, TimeSpan? LongestModerate)
        : DayRecord(Day);
}

public enum SleepKind
{
    /// <summary>The night's main sleep.</summary>
    Night,

    /// <summary>A nap or another short period.</summary>
    Nap,

    /// <summary>Rest that the source rejected as sleep.</summary>
    Rest,

    /// <summary>Deleted by the person, still listed.</summary>
    Deleted,
}

public enum DayRecordKind
{
    Readiness,
    Sleep,
    Movement,
}
