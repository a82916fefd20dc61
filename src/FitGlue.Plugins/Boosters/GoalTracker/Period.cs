using System.Globalization;

namespace FitGlue.Plugins.Boosters.GoalTracker;

/// <summary>The week, month or year of a day.</summary>
/// <param name="Last">Its last day, with it.</param>
internal sealed record Period(string Name, DateOnly First, DateOnly Last)
{
    public int Days => Last.DayNumber - First.DayNumber + 1;

    public bool Has(DateOnly day) => day >= First && day <= Last;

    public static Period Of(DateOnly day, GoalPeriod period, WeekStart weekStart) =>
        period switch
        {
            GoalPeriod.Week => Week(day.AddDays(-DaysInto(day, weekStart))),
            GoalPeriod.Month => Month(new(day.Year, day.Month, 1)),
            _ => new(day.Year.ToString(CultureInfo.InvariantCulture), new(day.Year, 1, 1), new(day.Year, 12, 31)),
        };

    private static Period Week(DateOnly first) => new("Weekly", first, first.AddDays(6));

    private static Period Month(DateOnly first) =>
        new(first.ToString("MMMM", CultureInfo.InvariantCulture), first, first.AddMonths(1).AddDays(-1));

    private static int DaysInto(DateOnly day, WeekStart weekStart) =>
        weekStart is WeekStart.Sunday ? (int)day.DayOfWeek : ((int)day.DayOfWeek + 6) % 7;
}
