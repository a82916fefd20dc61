using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;

namespace FitGlue.Testing;

/// <summary>All that a run may know beside a workout, and much more than any booster asks for.</summary>
public static class KnownPerson
{
    private const int Nights = 120;

    public static Athlete Athlete { get; } =
        new()
        {
            BirthYear = 1968,
            Sex = Sex.Female,
            WeightKg = 64.5,
        };

    /// <summary>What cannot be right, and is not always refused where it is typed.</summary>
    public static Athlete Odd { get; } =
        new()
        {
            BirthYear = int.MinValue,
            MaxHeartRate = -1,
            RestingHeartRate = int.MaxValue,
            WeightKg = double.NaN,
        };

    public static BoosterInput Input(Activity activity) =>
        new(activity, activity.Description)
        {
            Athlete = Athlete,
            History = [.. HistoryOf(activity)],
            Days = [.. DaysOf(activity.LocalDate)],
            OtherHeartRate = [.. Enumerable.Range(0, 720).Select(i => Reading(activity, i))],
            Answer = "Windy.",
            Number = 12,
            Page = new("https://workouts.example.org/s/4f1c"),
        };

    /// <summary>What a booster gets of it that asks for these things.</summary>
    public static BoosterInput Trimmed(this BoosterInput input, BoosterNeeds needs) =>
        input with
        {
            Athlete = needs.ReadsAthlete ? input.Athlete : Athlete.Unknown,
            History = needs.HistoryDays is { } days ? [.. Since(input, days).Select(a => Seen(a, needs.HistoryHeartRate))] : [],
            Days = [.. input.Days.Where(day => day.Day > input.Activity.LocalDate.AddDays(-needs.DayRecordDays))],
            OtherHeartRate = needs.HeartRateFrom is null ? null : input.OtherHeartRate,
            Answer = needs.Question is null ? null : input.Answer,
            Number = needs.Counter is null ? null : input.Number,
            Page = needs.Page ? input.Page : null,
        };

    private static IEnumerable<Activity> Since(BoosterInput input, int days) =>
        input.History.Where(earlier => earlier.LocalDate.DayNumber >= (long)input.Activity.LocalDate.DayNumber - days);

    private static Activity Seen(Activity earlier, bool withHeartRate) =>
        withHeartRate ? earlier : earlier with { HeartRate = HeartRate.None };

    /// <summary>Of the same kind and others, on most days of half a year and some before, with heart rate and without.</summary>
    private static IEnumerable<Activity> HistoryOf(Activity activity) =>
        Enumerable
            .Range(1, 120)
            .Select(i => Earlier(activity.StartTime.AddDays(-1.5 * (121 - i)), i) with { Type = i % 4 == 0 ? Walking : activity.Type });

    private static Activity Earlier(DateTimeOffset start, int number) =>
        Workouts.Strength with
        {
            ExternalId = $"earlier-{number}",
            StartTime = start,
            EndTime = start.AddSeconds(1200),
            DistanceMeters = 1000 + (17 * number % 900),
            DistanceEstimated = number % 3 == 0,
            Calories = number % 5 == 0 ? null : 100 + number,
            HeartRate =
                number % 7 == 0
                    ? HeartRate.None
                    : HeartRate.Of(
                        Enumerable.Range(0, 21).Select(i => new HeartRateSample(start.AddMinutes(i), 100 + (number % 60), "workout")),
                        start,
                        start.AddSeconds(1200)
                    ),
        };

    private static IEnumerable<DayRecord> DaysOf(DateOnly day) =>
        Enumerable.Range(0, Nights).Reverse().SelectMany(back => RecordsOf(day.AddDays(-back), back));

    private static IEnumerable<DayRecord> RecordsOf(DateOnly day, int back)
    {
        var bed = new DateTimeOffset(day.AddDays(-1), new(23, 0), TimeSpan.Zero);
        yield return new DayRecord.Sleep(
            day,
            SleepKind.Night,
            bed,
            bed.AddHours(8),
            TimeSpan.FromHours(back == 0 ? 5.5 : 7.5),
            45 + (back % 9),
            52 + (back % 4),
            58
        );
        yield return new DayRecord.Readiness(day, 70 + (back % 20), 0.1) { HrvBalance = 50 };
    }

    private static HeartRateSample Reading(Activity activity, int index) =>
        new(activity.StartTime.AddSeconds(5 * index).ToUniversalTime(), 110 + (index % 40), "workout");

    private static readonly Sport Walking = Sports.Find("walking")!;
}
