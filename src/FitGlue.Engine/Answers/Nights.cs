using FitGlue.Core.Days;

namespace FitGlue.Engine.Answers;

/// <summary>Why each of the last nights is there or not; pure.</summary>
public static class Nights
{
    private const int Looked = 30;

    /// <summary>A night without the device: so long, over the day before and the day itself.</summary>
    private static readonly TimeSpan NightLong = TimeSpan.FromHours(5);

    /// <summary>Before this hour a night of today may not be over.</summary>
    private const int OverAtHour = 11;

    /// <summary>How long an app may stay closed before its nights count as not there.</summary>
    private const int AppClosedDays = 7;

    /// <param name="records">Those of the last days, of any kind.</param>
    /// <param name="now">At the place of the person.</param>
    /// <returns>The last 30, newest last.</returns>
    public static IReadOnlyList<Night> Of(IReadOnlyCollection<DayRecord> records, DateTimeOffset? lastDataAt, DateTimeOffset now)
    {
        var newest = DateOnly.FromDateTime(now.DateTime).AddDays(now.Hour >= OverAtHour ? 0 : -1);
        // Who has no night at all does not wear it in bed, or the source keeps none: no closed app explains that.
        var newestSlept = records.Any(record => record is DayRecord.Sleep { Kind: SleepKind.Night })
            ? records.Where(record => record is DayRecord.Sleep or DayRecord.Readiness).Max(record => (DateOnly?)record.Day)
            : null;
        var days = records.ToLookup(record => record.Day);
        return
        [
            .. Enumerable
                .Range(0, Looked)
                .Select(back => newest.AddDays(back - Looked + 1))
                .Select(day => new Night(day, StateOf(day, days, lastDataAt, newestSlept, newest, now.Offset))),
        ];
    }

    private static NightState StateOf(
        DateOnly day,
        ILookup<DateOnly, DayRecord> days,
        DateTimeOffset? lastDataAt,
        DateOnly? newestSlept,
        DateOnly newest,
        TimeSpan offset
    )
    {
        var sleep = days[day].OfType<DayRecord.Sleep>().Select(record => record.Kind).ToHashSet();
        var morning = new DateTimeOffset(day, new TimeOnly(6, 0), offset);
        return sleep.Contains(SleepKind.Night) ? NightState.Recorded
            : sleep.Contains(SleepKind.Deleted) ? NightState.Deleted
            : NonWear(days[day.AddDays(-1)]) + NonWear(days[day]) >= NightLong ? NightState.NotWorn
            : sleep.Count > 0 ? NightState.NapOnly
            : lastDataAt < morning ? NightState.NotSynced
            : lastDataAt is not null && day > newestSlept && newest.DayNumber - day.DayNumber < AppClosedDays ? NightState.AppNotOpened
            : days[day].Any() ? NightState.NoneAtSource
            : NightState.NothingReceived;
    }

    private static TimeSpan NonWear(IEnumerable<DayRecord> records) =>
        records.OfType<DayRecord.Movement>().Select(record => record.NonWear ?? TimeSpan.Zero).DefaultIfEmpty().Max();
}
