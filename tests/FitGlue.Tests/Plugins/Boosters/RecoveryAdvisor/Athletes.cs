using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;
using FitGlue.Testing;

namespace FitGlue.Tests.Plugins.Boosters.RecoveryAdvisor;

/// <summary>A person of whom a workout, the days before it and the nights are known.</summary>
internal static class Athletes
{
    public static readonly DateOnly Day = DateOnly.FromDateTime(Workouts.Start.DateTime);

    public static readonly Athlete Known = new()
    {
        MaxHeartRate = 190,
        RestingHeartRate = 55,
        Sex = Sex.Male,
    };

    /// <summary>Nightly RMSSD of four weeks.</summary>
    public static readonly int[] Hrv =
    [
        48,
        52,
        45,
        50,
        55,
        47,
        51,
        49,
        53,
        46,
        50,
        54,
        44,
        52,
        48,
        51,
        47,
        50,
        49,
        53,
        46,
        52,
        50,
        48,
        51,
        47,
        49,
        50,
    ];

    /// <summary>Nightly lowest heart rate of the same nights.</summary>
    public static readonly int[] Lowest =
    [
        52,
        51,
        53,
        52,
        50,
        52,
        51,
        53,
        52,
        51,
        52,
        50,
        53,
        52,
        51,
        52,
        53,
        51,
        52,
        52,
        51,
        50,
        52,
        53,
        52,
        51,
        52,
        52,
    ];

    public static readonly int[] LowWeek = [44, 41, 46, 43, 40, 45, 42];

    public static readonly int[] UsualWeek = [49, 51, 50, 47, 52, 50, 51];

    public static BoosterInput Input(Activity activity) => new(activity, null) { Athlete = Known };

    /// <summary>Four usual weeks, then a week, the last of whose nights is as given.</summary>
    public static IReadOnlyList<DayRecord> Nights(int[] week, int lowest, double asleepHours, double? temperature = null) =>
        [
            .. Hrv.Zip(Lowest).Select((night, index) => Night(index - 34, night.First, night.Second)),
            .. week[..^1].Select((hrv, index) => Night(index - 6, hrv, 52)),
            Night(0, week[^1], lowest, asleepHours),
            new DayRecord.Readiness(Day, null, temperature),
        ];

    /// <param name="day">0: the one that ended on the day of the workout.</param>
    public static DayRecord.Sleep Night(int day, double? hrv, int? lowest, double asleepHours = 7.5) =>
        new(
            Day.AddDays(day),
            SleepKind.Night,
            new DateTimeOffset(Day.AddDays(day - 1), new TimeOnly(23, 0), TimeSpan.FromHours(3)),
            new DateTimeOffset(Day.AddDays(day), new TimeOnly(7, 0), TimeSpan.FromHours(3)),
            TimeSpan.FromHours(asleepHours),
            hrv,
            lowest,
            58
        );

    /// <summary>The same workout on each of the days before.</summary>
    public static IReadOnlyList<Activity> Each(Activity activity, params IEnumerable<int> daysBefore) =>
        [.. daysBefore.OrderDescending().Select(days => activity.Shifted(TimeSpan.FromDays(-days)))];

    /// <summary>Half an hour at a heart rate, a reading each five seconds.</summary>
    public static Activity Steady(int bpm, int minutes = 30, int spacing = 5) =>
        Workouts.Of(minutes * 60, Enumerable.Range(0, (minutes * 60 / spacing) + 1).Select(i => ((double)i * spacing, bpm)));
}
