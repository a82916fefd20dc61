using FitGlue.Engine.Connections;

namespace FitGlue.Engine.Fetch;

/// <summary>When the last days are listed again and how far back; pure.</summary>
public static class ReconcilePlan
{
    /// <summary>How many days each look goes back.</summary>
    public const int Days = 7;

    /// <summary>How many days the daily look goes back.</summary>
    public const int LongDays = 30;

    /// <summary>A webhook comes within seconds; what it has not told by then it does not tell.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Fewer gaps than this say nothing about a habit.</summary>
    private const int FewestGaps = 8;

    /// <summary>A silence of so many times the unusual one is a new habit, and asking more often brings nothing.</summary>
    private const int NewHabit = 4;

    private static readonly TimeSpan LongEvery = TimeSpan.FromDays(1);

    /// <summary>Whether the daily look is due; also where the clock was put back behind the last one.</summary>
    public static bool IsLong(DateTimeOffset? lastLong, DateTimeOffset now) => lastLong is not { } at || now - at >= LongEvery || at > now;

    /// <summary>The first day of a look: as far back as the last one that covered its days, however long ago that was.</summary>
    public static DateOnly From(DateTimeOffset? lastListed, DateTimeOffset? lastLong, DateTimeOffset now)
    {
        var usual = now.AddDays(IsLong(lastLong, now) ? -LongDays : -Days);
        var from = lastListed?.AddDays(-1) is { } gap && gap < usual ? gap : usual;
        return DateOnly.FromDateTime(from.UtcDateTime);
    }

    /// <param name="unusuallySilent">Nothing has come for longer than this person's habit.</param>
    /// <param name="inDoubt">Something was found that webhooks may still tell of: looked at again when they should have.</param>
    /// <param name="jitter">0…1; a tenth of it, so that a thousand connections do not ask in the same second.</param>
    public static TimeSpan Wait(TimeSpan interval, bool unusuallySilent, bool inDoubt, double jitter)
    {
        var wait = unusuallySilent ? interval / 4 : interval;
        wait = inDoubt && wait > Grace * 2 ? Grace * 2 : wait;
        return wait * (1 + jitter / 10);
    }

    /// <summary>Whether the time since the last workout exceeds 95 of 100 of the gaps between earlier ones.</summary>
    /// <param name="arrivals">When workouts ended, in any order.</param>
    public static bool IsUnusuallySilent(IEnumerable<DateTimeOffset> arrivals, DateTimeOffset now)
    {
        var times = arrivals.Where(at => at <= now).Order().ToList();
        var gaps = times.Zip(times.Skip(1), (earlier, later) => later - earlier).Order().ToList();
        if (gaps.Count < FewestGaps)
        {
            return false;
        }

        var usual = gaps[(int)Math.Ceiling(0.95 * gaps.Count) - 1];
        var silence = now - times[^1];
        return silence > usual && silence <= usual * NewHabit;
    }

    /// <summary>Since when webhooks have been missing; null: they tell, or it is too early to say.</summary>
    /// <param name="missed">When a look first found what nobody had announced.</param>
    public static DateTimeOffset? SilentSince(DateTimeOffset? missed, DateTimeOffset? lastWebhook, DateTimeOffset now) =>
        missed is { } since && !(lastWebhook >= since) && now - since >= Grace ? since : null;

    /// <summary>Writes down what a complete list covers.</summary>
    internal static void Note(Connection connection, ListedDays listed, DateOnly today)
    {
        if (listed.From <= today.AddDays(-Days) && listed.To >= today)
        {
            connection.LastListedAt = listed.RequestedAt;
        }

        if (listed.From <= today.AddDays(-LongDays) && listed.To >= today)
        {
            connection.LastLongListedAt = listed.RequestedAt;
        }
    }
}
