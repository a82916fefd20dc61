namespace FitGlue.Formats.Fit;

/// <summary>Seconds since 1989-12-31T00:00:00Z. Values below 0x10000000 (July 1998) count from the start of a device instead.</summary>
internal static class FitTime
{
    private const long EpochAsUnixTime = 631065600;
    private const long FirstDate = 0x10000000;
    private const long LastDate = uint.MaxValue - 1;

    public static uint Of(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds() - EpochAsUnixTime;
        ActivityFigures.Require(seconds is >= FirstDate and <= LastDate, $"FIT cannot say the time {time:O}: it knows July 1998 to 2126.");
        return (uint)seconds;
    }

    /// <summary>Null where it counts from the start of a device.</summary>
    public static DateTimeOffset? Read(uint seconds) =>
        seconds is >= (uint)FirstDate and <= (uint)LastDate ? DateTimeOffset.FromUnixTimeSeconds(seconds + EpochAsUnixTime) : null;

    /// <summary>The same instant as the clock of a place showed it.</summary>
    public static uint LocalOf(DateTimeOffset time, TimeSpan offset) => Of(time + offset);

    /// <summary>Thousandths of a second, 49 days at most.</summary>
    public static uint MillisecondsOf(TimeSpan duration)
    {
        var milliseconds = duration.TotalMilliseconds;
        ActivityFigures.Require(milliseconds < uint.MaxValue, $"FIT cannot say a duration of {duration.TotalDays:0} days.");
        return (uint)milliseconds;
    }
}
