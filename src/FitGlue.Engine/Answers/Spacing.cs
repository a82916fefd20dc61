namespace FitGlue.Engine.Answers;

/// <summary>How far apart the samples of a workout lie, its edges not counted.</summary>
/// <param name="LongestAt">Where the longest gap begins.</param>
public sealed record Spacing(TimeSpan Median, TimeSpan P95, TimeSpan Longest, DateTimeOffset LongestAt, DateTimeOffset LastAt)
{
    /// <param name="times">In order.</param>
    /// <returns>Null: fewer than two samples.</returns>
    public static Spacing? Of(IReadOnlyList<DateTimeOffset> times)
    {
        if (times.Count < 2)
        {
            return null;
        }

        var gaps = times.Zip(times.Skip(1), (from, to) => (From: from, Length: to - from)).ToList();
        var longest = gaps.MaxBy(gap => gap.Length);
        var lengths = gaps.Select(gap => gap.Length).ToList();
        return new(Percentiles.Of(lengths, 0.5)!.Value, Percentiles.Of(lengths, 0.95)!.Value, longest.Length, longest.From, times[^1]);
    }
}

internal static class Percentiles
{
    /// <summary>The value that this share of all is not above (nearest rank); null: there is none.</summary>
    public static TimeSpan? Of(IEnumerable<TimeSpan> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
