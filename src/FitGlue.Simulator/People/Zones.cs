namespace FitGlue.Simulator.People;

internal static class Zones
{
    private static readonly TimeZoneInfo CentralEurope = Make("Central Europe", 1, (3, 5, 2), (10, 5, 3));
    private static readonly TimeZoneInfo EasternAmerica = Make("Eastern America", -5, (3, 2, 2), (11, 1, 2));

    public static TimeZoneInfo Of(Person person) => person.Zone is HomeZone.EasternAmerica ? EasternAmerica : CentralEurope;

    /// <summary>A wall-clock time with the offset that holds then; a time that the change to summer skips moves an hour on.</summary>
    public static DateTimeOffset At(Person person, DateOnly day, double minuteOfDay)
    {
        var zone = Of(person);
        var wall = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minuteOfDay);
        if (zone.IsInvalidTime(wall))
        {
            wall = wall.AddHours(1);
        }

        return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
    }

    public static DateTimeOffset Local(Person person, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Of(person));

    public static DateOnly Day(Person person, DateTimeOffset instant) => DateOnly.FromDateTime(Local(person, instant).DateTime);

    private static TimeZoneInfo Make(
        string name,
        int hours,
        (int Month, int Week, int Hour) spring,
        (int Month, int Week, int Hour) autumn
    ) =>
        TimeZoneInfo.CreateCustomTimeZone(
            name,
            TimeSpan.FromHours(hours),
            name,
            name,
            name,
            [
                TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                    DateTime.MinValue.Date,
                    DateTime.MaxValue.Date,
                    TimeSpan.FromHours(1),
                    Change(spring),
                    Change(autumn)
                ),
            ]
        );

    private static TimeZoneInfo.TransitionTime Change((int Month, int Week, int Hour) on) =>
        TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, on.Hour, 0, 0), on.Month, on.Week, DayOfWeek.Sunday);
}
