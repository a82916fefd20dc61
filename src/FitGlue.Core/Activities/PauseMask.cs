using System.Collections.Immutable;

namespace FitGlue.Core.Activities;

/// <summary>When the timer stood still, asked for very many instants: a file may hold thousands of pauses and of samples.</summary>
/// <param name="pauses">By time, without overlap.</param>
internal sealed class PauseMask(ImmutableArray<Pause> pauses)
{
    private readonly TimeSpan[] _upTo = SumsOf(pauses);

    /// <summary>The pauses that lie in a stretch, or partly so.</summary>
    /// <param name="all">By time, without overlap.</param>
    public static ImmutableArray<Pause> Of(ImmutableArray<Pause> all, DateTimeOffset start, DateTimeOffset end)
    {
        var first = Math.Max(0, Begun(all, start) - 1);
        var last = Begun(all, end);
        return first == 0 && last == all.Length ? all : all[first..Math.Max(first, last)];
    }

    /// <summary>Whether the instant lies inside a pause. One ends and begins with a sample that is part of the workout.</summary>
    public bool Holds(DateTimeOffset time) => Begun(pauses, time) is > 0 and var begun && pauses[begun - 1].End > time;

    /// <summary>How long of a stretch the timer stood still.</summary>
    public TimeSpan Within(DateTimeOffset from, DateTimeOffset to) => Before(to) - Before(from);

    private TimeSpan Before(DateTimeOffset time)
    {
        var begun = Begun(pauses, time);
        if (begun == 0)
        {
            return TimeSpan.Zero;
        }

        var last = pauses[begun - 1];
        return _upTo[begun - 1] + ((last.End < time ? last.End : time) - last.Start);
    }

    /// <summary>How many begin before an instant.</summary>
    private static int Begun(ImmutableArray<Pause> pauses, DateTimeOffset time)
    {
        var (low, high) = (0, pauses.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = pauses[middle].Start < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>How long the pauses before each last.</summary>
    private static TimeSpan[] SumsOf(ImmutableArray<Pause> pauses)
    {
        var sums = new TimeSpan[pauses.Length];
        for (var i = 1; i < sums.Length; i++)
        {
            sums[i] = sums[i - 1] + (pauses[i - 1].End - pauses[i - 1].Start);
        }

        return sums;
    }
}
