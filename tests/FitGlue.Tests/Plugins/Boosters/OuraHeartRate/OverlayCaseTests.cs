using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Plugins.Boosters.OuraHeartRate;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters.OuraHeartRate;

/// <summary>Worked cases of laying heart rate onto points.</summary>
public sealed class OverlayCaseTests
{
    private static readonly JsonObject AllCases = Cases.Read("overlay_cases.json");

    private static readonly int[] Records = [0, 10, 20, 30, 40, 50, 60, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180];

    private static readonly (int, int)[] Samples =
    [
        (-4, 100),
        (6, 104),
        (11, 106),
        (16, 108),
        (21, 110),
        (75, 118),
        (98, 126),
        (103, 128),
        (108, 130),
        (163, 140),
        (400, 120),
    ];

    [Fact]
    public void Case_1_a_pause() => Matches("case1 pause 60-90", Records, Samples, 180, [(60, 90)]);

    [Fact]
    public void Case_2_heart_rate_of_its_own()
    {
        AllCases["case2 has HR, when_missing"]!["result"]!.GetValue<string>().ShouldBe("skipped_has_hr");

        var activity = OuraHeartRateTests.Recorded(180, Records, hasHeartRate: second => second == 0);
        OuraHeartRateTests
            .Booster.Skipped(OuraHeartRateTests.Input(activity, Samples.Select(s => ((double)s.Item1, s.Item2))))
            .Metadata!.Text("code")
            .ShouldBe("has_hr");
    }

    [Fact]
    public void Case_3_what_is_there_stays() =>
        Matches("case3 fill_gaps keeps 80 at t=0", Records, Samples, 180, [(60, 90)], original: (0, 80));

    [Fact]
    public void Case_4_a_clock_that_is_off() => Matches("case4 clock offset +4", Records, Samples, 180, [(60, 90)], offset: 4);

    [Fact]
    public void Case_5_too_few_readings() => Matches("case5 too few samples", Records, [(30, 110), (330, 120)], 180, []);

    [Fact]
    public void Case_6_readings_far_apart() =>
        Matches(
            "case6 sparse 5-min, HR-only records inserted",
            [.. Enumerable.Range(0, 21).Select(i => i * 60)],
            [(-10, 95), (302, 120), (610, 131), (905, 138), (1190, 125)],
            1200,
            []
        );

    [Fact]
    public void Case_7_a_reading_inside_a_pause() =>
        Matches(
            "case7 sample inside pause not inserted",
            [0, 10, 20, 130, 140],
            [(0, 100), (75, 90), (140, 110), (145, 111)],
            145,
            [(20, 130)],
            longestLine: 30
        );

    private static void Matches(
        string name,
        int[] records,
        (int Second, int Bpm)[] samples,
        int end,
        (int From, int To)[] pauses,
        (int Second, int Bpm)? original = null,
        int offset = 0,
        int longestLine = 60
    )
    {
        var expected = AllCases[name]!.AsObject();
        var overlay = new Overlay(
            [.. samples.Select(s => new HeartRateSample(At(s.Second + offset), s.Bpm, "workout"))],
            new(At(0), At(end), [.. pauses.Select(pause => new Pause(At(pause.From), At(pause.To)))]),
            TimeSpan.FromSeconds(longestLine)
        );

        overlay.IsEnough.ShouldBe(expected.Text("result") == "ok");
        Math.Round(overlay.Coverage, 4).ShouldBe(expected.Number("coverage"));
        overlay.Inside.ShouldBe((int)expected.Number("n"));
        if (overlay.IsEnough)
        {
            var points = overlay.Map(
                records.Select(second => (At(second), second == original?.Second ? (int?)original?.Bpm : null)),
                keepOriginal: original is not null
            );
            points.Select(Written).ShouldBe(expected["records"]!.AsArray().Select(record => record!.ToJsonString()));
            overlay
                .Unused()
                .Select(reading => $"[{SecondOf(reading.Time)},{reading.Bpm}]")
                .ShouldBe(expected["inserted"]!.AsArray().Select(reading => reading!.ToJsonString()));
        }
    }

    private static string Written(OverlayPoint point)
    {
        string?[] words = [null, "orig", "exact", "interp", "nearest"];
        return new JsonArray(SecondOf(point.Time), point.Bpm, words[(int)point.Origin]).ToJsonString();
    }

    private static DateTimeOffset At(double second) => Workouts.Start.AddSeconds(second);

    private static int SecondOf(DateTimeOffset time) => (int)(time - Workouts.Start).TotalSeconds;
}
