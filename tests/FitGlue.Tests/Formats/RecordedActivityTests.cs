using System.Diagnostics;
using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats;

public sealed class RecordedActivityTests
{
    [Fact]
    public void Pauses_are_no_part_of_the_heart_rate()
    {
        var recorded = Recorded([.. Points(0, 600), .. Points(4200, 4800)], [new(At(600), At(4200))]);

        var activity = recorded.ToActivity("upload", "1");

        activity.HeartRate.Coverage.ShouldBe(1);
        activity.HeartRate.Covered.ShouldBe(TimeSpan.FromSeconds(1200));
        (activity.Source, activity.ExternalId, activity.Title).ShouldBe(("upload", "1", "Cycling"));
    }

    // Flaw: the calories of a file were passed off as active ones.
    [Fact]
    public void Calories_of_a_file_may_hold_those_of_rest()
    {
        var named = (Recorded(Points(0, 600), []) with { Calories = 500 }).ToActivity("upload", "1");
        var bare = Recorded(Points(0, 600), []).ToActivity("upload", "1");

        (named.Calories, named.CaloriesFromFile).ShouldBe((500, true));
        (bare.Calories, bare.CaloriesFromFile).ShouldBe((null, false));
        var stored = StoredActivity.Read(StoredActivity.Of(named).Write());
        stored.ToActivity("upload", "1", HeartRate.None).CaloriesFromFile.ShouldBeTrue();
        StoredActivity.Of(bare).Write().ShouldNotContain("caloriesFromFile");
    }

    // Each stop of a hostile file once met each of its readings.
    [Fact]
    public void As_many_points_pauses_and_laps_as_a_file_may_hold_take_seconds()
    {
        Pause[] pauses = [.. Enumerable.Range(0, FileLimits.Parts).Select(number => new Pause(At(number * 10), At((number * 10) + 5)))];
        RecordedLap[] laps = [.. pauses.Select(pause => new RecordedLap(pause.Start, pause.End, null))];
        var recorded = Recorded(Points(0, FileLimits.Points / 5), pauses, laps);
        var began = Stopwatch.GetTimestamp();

        var activity = recorded.ToActivity("upload", "1");
        FitFile.Encode(activity).Length.ShouldBeGreaterThan(1_000_000);
        TcxFile.Write(activity).Length.ShouldBeGreaterThan(1_000_000);

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Start_and_end_each_have_the_offset_of_the_zone_where_the_clock_changed_between_them()
    {
        var night = Recorded(Points(0, 60), []) with
        {
            StartTime = new(2026, 3, 29, 0, 30, 0, TimeSpan.Zero),
            EndTime = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero),
        };

        var placed = night.In(TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki"));

        (placed.StartTime.Offset, placed.EndTime.Offset).ShouldBe((TimeSpan.FromHours(2), TimeSpan.FromHours(3)));
        (placed.StartTime, placed.EndTime, placed.OffsetKnown).ShouldBe((night.StartTime, night.EndTime, true));
    }

    [Fact]
    public void An_offset_that_the_file_says_stays()
    {
        var placed = Recorded(Points(0, 60), []) with { StartTime = Rides.Start, OffsetKnown = true };

        placed.In(TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")).ShouldBeSameAs(placed);
    }

    private static RecordedActivity Recorded(IEnumerable<RecordedPoint> points, Pause[] pauses, params RecordedLap[] laps)
    {
        RecordedPoint[] all = [.. points];
        return new()
        {
            Type = Sports.Find("cycling")!,
            StartTime = all[0].Time,
            EndTime = all[^1].Time,
            Recording = new()
            {
                Points = [.. all],
                Pauses = [.. pauses],
                Laps = [.. laps],
            },
        };
    }

    private static IEnumerable<RecordedPoint> Points(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(second => new RecordedPoint(At(second)) { HeartRateBpm = 120 + (second / 60 % 20) });

    private static DateTimeOffset At(int second) => Rides.Start.ToUniversalTime().AddSeconds(second);
}
