using System.Runtime.InteropServices;

namespace FitGlue.Formats;

/// <summary>When a workout can have been. A device whose clock was wrong for a moment writes points of years ago, or of years to come.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BelievedTime(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(1);

    public bool Has(DateTimeOffset time) => time >= From && time < To;

    /// <summary>What hangs together with the summary: a tour of several days does, hours apart at most.</summary>
    public static BelievedTime Around(DateTimeOffset start, DateTimeOffset end, IEnumerable<DateTimeOffset> times) =>
        Grown(start, end, [.. times.Order()], static (gap, _) => gap < Farthest);

    /// <summary>What hangs together with the point in the middle. A good part of all points, days apart, is no slip of a clock.</summary>
    /// <param name="times">At least one.</param>
    public static BelievedTime Of(IEnumerable<DateTimeOffset> times)
    {
        DateTimeOffset[] sorted = [.. times.Order()];
        var middle = sorted[sorted.Length / 2];
        var believed = Grown(
            middle,
            middle,
            sorted,
            (gap, beyond) => gap < Farthest || (gap <= RecordedFile.Longest && beyond * 10 >= sorted.Length)
        );

        // Where no most part hangs together nobody can tell which of the times is wrong.
        return sorted.Count(believed.Has) * 2 > sorted.Length ? believed : new(sorted[0], sorted[^1].AddSeconds(1));
    }

    public static string? Warning(int strays) =>
        strays switch
        {
            0 => null,
            1 => "1 point lies more than a day away from the rest and was left out: the clock of the device was wrong.",
            _ => $"{strays} points lie more than a day away from the rest and were left out: the clock of the device was wrong.",
        };

    private static BelievedTime Grown(DateTimeOffset from, DateTimeOffset to, DateTimeOffset[] sorted, Func<TimeSpan, int, bool> belongs)
    {
        var after = Array.FindIndex(sorted, time => time > to);
        for (var place = after < 0 ? sorted.Length : after; place < sorted.Length; place++)
        {
            if (!belongs(sorted[place] - to, sorted.Length - place))
            {
                break;
            }

            to = sorted[place];
        }

        var start = from;
        for (var place = Array.FindLastIndex(sorted, time => time < start); place >= 0 && belongs(from - sorted[place], place + 1); place--)
        {
            from = sorted[place];
        }

        return new(from - Farthest, to + Farthest);
    }
}
