using FitGlue.Core.Days;

namespace FitGlue.Core.Training;

/// <summary>The main sleep of each day.</summary>
public static class Nights
{
    /// <summary>One a day, by day; where a source splits a night in two, the longer part.</summary>
    public static IReadOnlyList<DayRecord.Sleep> Of(IEnumerable<DayRecord> days, DateOnly first, DateOnly last) =>
        [
            .. days.OfType<DayRecord.Sleep>()
                .Where(sleep => sleep.Kind is SleepKind.Night && sleep.Day >= first && sleep.Day <= last)
                .GroupBy(sleep => sleep.Day)
                .OrderBy(day => day.Key)
                .Select(day => day.OrderByDescending(sleep => sleep.Asleep ?? TimeSpan.Zero).ThenBy(sleep => sleep.Start).First()),
        ];
}
