using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

public sealed class HabitTests
{
    private static readonly DateOnly From = new(2026, 3, 20);

    [Fact]
    public async Task A_ring_on_the_table_measures_nothing()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        var absence = new Absence(At(25, 4), At(26, 4));
        Live(cloud, new() { NotWorn = [absence] });

        var beats = await cloud.ListAsync("heartrate?start_datetime=2026-03-25T03:00:00Z&end_datetime=2026-03-26T02:59:59Z", token);
        var before = await cloud.ListAsync("heartrate?start_datetime=2026-03-24T03:00:00Z&end_datetime=2026-03-25T02:59:59Z", token);
        var day = (await MovementAsync(cloud, token))[new(2026, 3, 25)];

        beats.ShouldBeEmpty();
        before.Count.ShouldBeGreaterThan(100);
        cloud.Control.Workouts("demo").ShouldNotContain(w => w.Start < absence.To && absence.From < w.End);
        (await NightsAsync(cloud, token)).ShouldNotContain(new DateOnly(2026, 3, 26));
        (day.NonWear, day.Classes).ShouldBe((86_400, new string('0', 288)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    public async Task A_ring_may_be_worn_and_detect_nothing(int minutes)
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        Live(cloud, new() { NoWorkoutsFrom = From, LongestStretchMinutes = minutes });

        var days = (await MovementAsync(cloud, token)).Where(day => day.Key >= From && day.Key < new DateOnly(2026, 3, 31)).ToArray();

        cloud.Control.Workouts("demo").Max(w => w.Day).ShouldBeLessThan(From);
        days.Length.ShouldBe(11);
        days.Select(day => LongestStretch(day.Value.Classes)).ShouldAllBe(longest => longest == minutes);
        (
            await cloud.ListAsync("heartrate?start_datetime=2026-03-25T00:00:00Z&end_datetime=2026-03-26T00:00:00Z", token)
        ).Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Workouts_may_be_measured_in_the_background_only()
    {
        await using var cloud = await Cloud.StartAsync();
        Live(cloud, new() { WorkoutHeartRate = HeartRateDensity.Rest });
        var workout = cloud.Control.Workouts("demo").Last(w => (w.End - w.Start).TotalMinutes > 30);

        var beats = await BeatsAsync(cloud, workout);

        beats.Length.ShouldBeInRange(4, 20);
        beats.ShouldAllBe(beat => beat.Source != "workout");
    }

    [Fact]
    public async Task A_workout_may_have_a_hole_in_the_middle()
    {
        await using var cloud = await Cloud.StartAsync();
        var workout = cloud.Control.AddWorkout(new() { Minutes = 40, GapMinutes = 20 });

        var beats = await BeatsAsync(cloud, workout);

        var longest = beats.Zip(beats.Skip(1)).MaxBy(pair => pair.Second.At - pair.First.At);
        (longest.Second.At - longest.First.At).TotalMinutes.ShouldBeInRange(20, 21);
        (longest.First.At - workout.Start).TotalMinutes.ShouldBeInRange(9, 11);
    }

    [Fact]
    public async Task Nights_may_be_missing_although_the_ring_was_worn()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        Live(cloud, new() { NightsWithoutRecord = [new(2026, 3, 25), new(2026, 3, 27)] });

        var nights = await NightsAsync(cloud, token);

        nights.ShouldNotContain(new DateOnly(2026, 3, 25));
        nights.ShouldContain(new DateOnly(2026, 3, 26));
        (
            await cloud.ListAsync("heartrate?start_datetime=2026-03-25T00:00:00Z&end_datetime=2026-03-25T05:00:00Z", token)
        ).Count.ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData(NightHabit.NapsOnly, true)]
    [InlineData(NightHabit.None, false)]
    public async Task Somebody_may_sleep_without_the_ring(NightHabit nights, bool naps)
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        Live(cloud, new() { Nights = nights });

        var periods = await cloud.ListAsync("sleep?start_date=2026-01-01&end_date=2026-04-02", token);

        (periods.Count > 0).ShouldBe(naps);
        periods.ShouldAllBe(period => period["type"]!.GetValue<string>() != "long_sleep");
        (await cloud.ListAsync("daily_readiness?start_date=2026-01-01&end_date=2026-04-02", token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ring_that_is_not_synced_tells_nothing_new()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.ChangePerson("demo", person => person with { SyncedUntil = At(28, 8), OpenedUntil = At(28, 8) });

        var latest = (await cloud.ListAsync("heartrate?latest=true", cloud.TokenFor())).ShouldHaveSingleItem();

        DateTimeOffset.Parse(latest["timestamp"]!.GetValue<string>()).ShouldBeLessThanOrEqualTo(At(28, 8));
        cloud.Control.Workouts("demo").ShouldAllBe(w => w.End <= At(28, 8));
    }

    private static int LongestStretch(string classes) => classes.Split('1', '2', '3').Max(run => run.Length) * 5;

    private static void Live(Cloud cloud, Habits habits) => cloud.Control.ChangePerson("demo", person => person with { Habits = habits });

    private static DateTimeOffset At(int day, int hour) => new(2026, 3, day, hour, 0, 0, TimeSpan.FromHours(day >= 29 ? 2 : 1));

    private static async Task<IReadOnlyList<DateOnly>> NightsAsync(Cloud cloud, string token) =>
        [
            .. (await cloud.ListAsync("sleep?start_date=2026-03-01&end_date=2026-04-02", token))
                .Where(period => period["type"]!.GetValue<string>() == "long_sleep")
                .Select(period => DateOnly.Parse(period["day"]!.GetValue<string>())),
        ];

    private static async Task<Dictionary<DateOnly, (int NonWear, string Classes)>> MovementAsync(Cloud cloud, string token) =>
        (await cloud.ListAsync("daily_activity?start_date=2026-03-01&end_date=2026-04-02", token)).ToDictionary(
            day => DateOnly.Parse(day["day"]!.GetValue<string>()),
            day => (day["non_wear_time"]!.GetValue<int>(), day["class_5_min"]!.GetValue<string>())
        );

    private static async Task<(DateTimeOffset At, string Source)[]> BeatsAsync(Cloud cloud, Workout workout) =>
        [
            .. (
                await cloud.ListAsync(
                    $"heartrate?start_datetime={workout.Start.UtcDateTime:O}&end_datetime={workout.End.UtcDateTime:O}",
                    cloud.TokenFor()
                )
            ).Select(row => (DateTimeOffset.Parse(row["timestamp"]!.GetValue<string>()), row["source"]!.GetValue<string>())),
        ];
}
