using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;

namespace BoosterBenchmark;

/// <summary>A person with a workout of an hour, twelve weeks of such workouts before it, and two months of nights.</summary>
internal static class Athletes
{
    private static readonly DateTimeOffset Start = new(2026, 10, 5, 18, 0, 0, TimeSpan.FromHours(2));

    private static readonly Athlete Known = new()
    {
        MaxHeartRate = 190,
        BirthYear = 1986,
        Sex = Sex.Female,
        WeightKg = 64,
    };

    public static Activity Workout { get; } = Of(0);

    public static IReadOnlyList<Activity> History { get; } = [.. Enumerable.Range(1, 84).Reverse().Where(day => day % 7 > 1).Select(Of)];

    private static IReadOnlyList<DayRecord> Nights { get; } =
    [
        .. Enumerable
            .Range(0, 61)
            .Reverse()
            .Select(day => new DayRecord.Sleep(
                DateOnly.FromDateTime(Start.DateTime).AddDays(-day),
                SleepKind.Night,
                Start.AddDays(-day - 1).AddHours(5),
                Start.AddDays(-day - 1).AddHours(13),
                TimeSpan.FromHours(7.3),
                48 + (day % 9),
                50 + (day % 4),
                58
            )),
    ];

    public static BoosterInput Input(Activity activity) =>
        new(activity, "On the river.")
        {
            Athlete = Known,
            History = History,
            Days = Nights,
        };

    private static Activity Of(int daysBefore)
    {
        var (start, end) = (Start.AddDays(-daysBefore), Start.AddDays(-daysBefore).AddHours(1));
        return new()
        {
            Source = "oura",
            ExternalId = $"workout-{daysBefore}",
            Title = "Evening run",
            Type = Sports.Find("running") ?? Sport.Other,
            StartTime = start,
            EndTime = end,
            Calories = 512,
            HeartRate = HeartRate.Of(
                Enumerable
                    .Range(0, 721)
                    .Select(i => new HeartRateSample(
                        start.AddSeconds(5 * i),
                        140 + (int)(25 * Math.Sin((i + daysBefore) / 40.0)),
                        "workout"
                    )),
                start,
                end
            ),
        };
    }
}
