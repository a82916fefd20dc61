namespace FitGlue.Plugins.Boosters.StreakTracker;

/// <summary>Days with a workout that no more than the allowed rest days part.</summary>
/// <param name="Days">Days with a workout; rest days are not counted.</param>
/// <param name="BestBefore">The longest among all that ended before this one began.</param>
internal sealed record Streak(int Days, DateOnly FirstDay, int BestBefore)
{
    /// <param name="active">Days with a workout, in any order.</param>
    /// <param name="last">One of them; later ones do not matter.</param>
    public static Streak Of(IEnumerable<DateOnly> active, DateOnly last, int restDays)
    {
        DateOnly[] days = [.. active.Append(last).Where(day => day <= last).Distinct().Order()];
        var starts = Starts(days, restDays);
        var first = starts[^1];
        var best = Enumerable.Range(0, first).Select(end => end - starts[end] + 1).DefaultIfEmpty().Max();
        return new(days.Length - first, days[first], best);
    }

    // For each day the earliest one that a streak ending with it reaches back to. A part of a streak is a streak, so both ends only move on.
    private static int[] Starts(DateOnly[] days, int restDays)
    {
        var rests = new Dictionary<int, int>();
        var starts = new int[days.Length];
        var start = 0;
        for (var end = 0; end < days.Length; end++)
        {
            foreach (var rest in end == 0 ? [] : Between(days[end - 1], days[end], restDays))
            {
                rests[WeekOf(rest)] = rests.GetValueOrDefault(WeekOf(rest)) + 1;
            }

            while (start < end && rests.Values.Any(count => count > restDays))
            {
                start++;
                foreach (var rest in Between(days[start - 1], days[start], restDays))
                {
                    Take(rests, WeekOf(rest));
                }
            }

            starts[end] = start;
        }

        return starts;
    }

    private static void Take(Dictionary<int, int> rests, int week)
    {
        if (--rests[week] == 0)
        {
            rests.Remove(week);
        }
    }

    // Of a long pause only as much as it takes to end any streak: two weeks' rest and a day.
    private static IEnumerable<DateOnly> Between(DateOnly from, DateOnly to, int restDays) =>
        Enumerable.Range(1, Math.Min(to.DayNumber - from.DayNumber - 1, (2 * 7) + restDays)).Select(from.AddDays);

    // Day 0 is a Monday.
    private static int WeekOf(DateOnly day) => day.DayNumber / 7;
}
