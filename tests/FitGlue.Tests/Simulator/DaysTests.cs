using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

/// <summary>The people's days resemble the one real account whose statistics are known: 24 days, 83 workouts.</summary>
public sealed class DaysTests
{
    private sealed record Row(DateTimeOffset At, int Bpm, string Source);

    [Theory]
    [InlineData("demo")]
    [InlineData("noa")]
    public async Task Twenty_four_days_hold_many_short_walks_and_few_trainings(string person)
    {
        await using var cloud = await Cloud.StartAsync();

        var workouts = Window(cloud, person, 24);

        workouts.Length.ShouldBeInRange(66, 110);
        workouts.GroupBy(w => w.Day).Max(d => d.Count()).ShouldBeInRange(5, 8);
        var minutes = workouts.Select(w => (w.End - w.Start).TotalMinutes).Order().ToArray();
        minutes[0].ShouldBe(10);
        minutes[minutes.Length / 2].ShouldBeInRange(13, 18);
        Share(minutes.Count(m => m >= 20)).ShouldBeInRange(0.22, 0.45);
        Share(minutes.Count(m => m >= 30)).ShouldBeInRange(0.08, 0.26);
        Share(minutes.Count(m => m >= 45)).ShouldBeInRange(0.02, 0.16);
        workouts.Select(w => w.Calories!.Value).Order().ElementAt(workouts.Length / 2).ShouldBeInRange(32, 55);
        Share(workouts.Count(w => w.Activity == "walking")).ShouldBeInRange(0.78, 0.97);
        Share(workouts.Count(w => w.DistanceMeters is null)).ShouldBeInRange(0.35, 0.7);
        Share(workouts.Count(w => w.Label is null)).ShouldBeGreaterThan(0.95);
        Share(workouts.Count(w => w.Source == "confirmed")).ShouldBeGreaterThan(0.8);
        Share(workouts.Count(w => w.Intensity == "easy")).ShouldBeInRange(0.4, 0.75);
        workouts.ShouldAllBe(w => w.Start.Second == 0 && w.End > w.Start);

        double Share(int count) => (double)count / workouts.Length;
    }

    [Fact]
    public async Task A_year_shows_every_oddity()
    {
        await using var cloud = await Cloud.StartAsync(days: 400);

        var workouts = Window(cloud, "demo", 390);

        Share(workouts.Count(w => w.Start.Offset != w.End.Offset)).ShouldBeInRange(0.03, 0.12);
        Share(Overlaps(workouts).Count(minutes => minutes == 1)).ShouldBeInRange(0.01, 0.09);
        Overlaps(workouts).ShouldAllBe(minutes => minutes <= 1);
        workouts.Count(w => Local(w.Start).Date != Local(w.End).Date).ShouldBeInRange(4, 40);
        workouts.ShouldAllBe(w => DateOnly.FromDateTime(Local(w.Start).Date) == w.Day);
        workouts.Select(w => Local(w.Start).Offset).Distinct().Count().ShouldBe(2);
        var names = workouts.Select(w => w.Activity).ToHashSet();
        names.ShouldContain("strength_training");
        names.ShouldContain("strengthTraining");
        names.ShouldContain("running");
        names.ShouldContain("cycling");
        workouts.Select(w => w.Id).Distinct().Count().ShouldBe(workouts.Length);

        double Share(int count) => (double)count / workouts.Length;
    }

    [Fact]
    public async Task A_day_of_heart_rate_is_dense_in_workouts_sparse_at_rest_and_has_holes()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { HeartRatePageSize = 1_000_000 });

        var rows = await RowsAsync(cloud, "demo", 24);

        var gaps = rows.Zip(rows.Skip(1)).Select(p => (p.First, Gap: (p.Second.At - p.First.At).TotalSeconds)).ToArray();
        (rows.Length / 24).ShouldBeInRange(800, 1500);
        (rows.Count(r => r.Source == "workout") / 24).ShouldBeInRange(550, 1150);
        (rows.Count(r => r.Source == "awake") / 24).ShouldBeInRange(80, 200);
        (rows.Count(r => r.Source == "rest") / 24).ShouldBeInRange(80, 180);
        Median("workout").ShouldBe(5);
        Median("rest").ShouldBe(300);
        gaps.Max(g => g.Gap).ShouldBeInRange(2400, 7200);
        gaps.Count(g => g.Gap == 0).ShouldBeInRange(3, 60);
        rows.Where(r => r.Bpm < 200).Max(r => r.Bpm).ShouldBeInRange(130, 198);
        rows.Min(r => r.Bpm).ShouldBeInRange(45, 60);

        double Median(string source)
        {
            var sorted = gaps.Where(g => g.First.Source == source).Select(g => g.Gap).Order().ToArray();
            return sorted[sorted.Length / 2];
        }
    }

    [Fact]
    public async Task Some_nights_show_a_burst_that_no_heart_beat()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { HeartRatePageSize = 1_000_000 });

        var bursts = (await RowsAsync(cloud, "demo", 24)).Where(r => r.Bpm > 198).GroupBy(r => r.At.Date).ToArray();

        bursts.Length.ShouldBeInRange(1, 3);
        bursts.ShouldAllBe(b => b.Count() == 12 && b.All(r => r.Source == "workout"));
        Math.Round(bursts[0].Average(r => r.Bpm)).ShouldBe(202);
        bursts[0].First().At.ToOffset(TimeSpan.FromHours(1)).ToString("HH:mm").ShouldBe("00:38");
    }

    [Fact]
    public async Task The_same_seed_lives_the_same_days_whatever_the_clock_says()
    {
        await using var today = await Cloud.StartAsync();
        await using var tomorrow = await Cloud.StartAsync(now: today.Time.GetUtcNow().AddDays(1));

        var (first, second) = (Window(today, "demo", 20), Window(tomorrow, "demo", 20));

        first.Intersect(second).Count().ShouldBeGreaterThan(first.Length * 9 / 10);
        first.Intersect(Window(today, "noa", 20)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_day_of_the_change_to_summer_is_told_in_both_offsets()
    {
        await using var cloud = await Cloud.StartAsync();

        var around = Window(cloud, "demo", 5).Select(w => (w.Day, w.Start.Offset)).ToArray();

        around.Where(w => w.Day < new DateOnly(2026, 3, 29)).ShouldContain(w => w.Offset == TimeSpan.FromHours(1));
        around.Where(w => w.Day >= new DateOnly(2026, 3, 29)).ShouldContain(w => w.Offset == TimeSpan.FromHours(2));
    }

    private static Workout[] Window(Cloud cloud, string person, int days)
    {
        var now = cloud.Time.GetUtcNow();
        return [.. cloud.Control.Workouts(person).Where(w => w.Start >= now.AddDays(-days) && w.Start < now)];
    }

    private static async Task<Row[]> RowsAsync(Cloud cloud, string person, int days)
    {
        var (from, to) = (cloud.Time.GetUtcNow().Date.AddDays(-days), cloud.Time.GetUtcNow().Date);
        var rows = await cloud.ListAsync(
            $"heartrate?start_datetime={from:yyyy-MM-dd}&end_datetime={to:yyyy-MM-dd}",
            cloud.TokenFor(person)
        );
        return
        [
            .. rows.Select(r => new Row(
                DateTimeOffset.Parse(r["timestamp"]!.GetValue<string>()),
                r["bpm"]!.GetValue<int>(),
                r["source"]!.GetValue<string>()
            )),
        ];
    }

    private static IEnumerable<double> Overlaps(Workout[] workouts) =>
        workouts.Zip(workouts.Skip(1)).Select(p => (p.First.End - p.Second.Start).TotalMinutes).Where(minutes => minutes > 0);

    private static DateTimeOffset Local(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(Summer(time.UtcDateTime) ? 2 : 1));

    private static bool Summer(DateTime utc) => utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1);

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, 31, 0, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
