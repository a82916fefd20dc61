namespace FitGlue.Formats.Fit;

/// <summary>A session or a lap: the figures of a stretch.</summary>
internal sealed record FitSummary
{
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Start and elapsed time make the end: the time of the message may lie before or behind it.</summary>
    public DateTimeOffset? EndTime { get; init; }

    public TimeSpan? TimerTime { get; init; }

    public double? DistanceMeters { get; init; }

    public double? Calories { get; init; }

    public byte? Sport { get; init; }

    public byte? SubSport { get; init; }

    /// <summary>Null where it has no time.</summary>
    public static FitSummary? OfSession(FitData data) =>
        Of(data) is { } summary ? summary with { Sport = data.Code(5), SubSport = data.Code(6) } : null;

    public static FitSummary? OfLap(FitData data) =>
        Of(data) is { } summary ? summary with { Sport = data.Code(25), SubSport = data.Code(39) } : null;

    private static FitSummary? Of(FitData data)
    {
        const byte startTime = 2;
        var (elapsed, timer) = (data.Duration(7), data.Duration(8));
        if ((data.Instant(startTime) ?? (data.Time - elapsed)) is not { } start)
        {
            return null;
        }

        return new()
        {
            StartTime = start,
            EndTime = start + (elapsed ?? timer) ?? (data.Time > start ? data.Time : null),
            TimerTime = timer,
            DistanceMeters = data.Number(9, 100),
            Calories = data.Number(11),
        };
    }
}
