using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Plugins.Boosters.RecoveryAdvisor;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters.RecoveryAdvisor;

/// <summary>Worked cases, to the last digit that is printed of them.</summary>
public sealed class RecoveryCaseTests
{
    private static readonly JsonObject AllCases = Cases.Read("recovery_cases.json");
    private static readonly double[] Usual = [40, 55, 60, 62, 70, 75, 58];
    private static readonly RecoveryContext Alone = new(UsualTrimp: null, Ratio: null, Streak: 0, OvernightPoints: null);

    [Fact]
    public void Case_1_sparse_and_nothing_else_known() => Matches("case1 sparse A, no history, no Oura", Workouts.Strength, 55, Alone);

    [Fact]
    public void Case_2_building_after_a_bad_night() =>
        Matches(
            "case2 A + building trend R=1.339 + overnight",
            Workouts.Strength,
            55,
            Alone with
            {
                UsualTrimp = Statistics.Median(Usual),
                Ratio = 1.3394,
                OvernightPoints = Night("case2 overnight", Athletes.LowWeek, lowest: 57, asleepHours: 5.5, temperature: 0.2),
            }
        );

    [Fact]
    public void Case_3_intervals() =>
        Matches(
            "case3 intervals 5x4min@180",
            Intervals(),
            50,
            Alone with
            {
                UsualTrimp = Statistics.Median(Usual),
                Ratio = 1.0,
                OvernightPoints = 0,
            }
        );

    [Fact]
    public void Case_4_a_hole_in_the_heart_rate() =>
        HeartRateGate.ShortageOf(Workouts.Of(1800, Workouts.SeriesB).HeartRate).ShouldBe(HeartRateShortage.Coverage);

    [Fact]
    public void Case_5_a_recorded_walk()
    {
        var start = new DateTimeOffset(2024, 12, 13, 18, 41, 58, TimeSpan.Zero);
        var rows = JsonDocument.Parse(SharedData.Text("science/hr_real.json")).RootElement.EnumerateArray();
        var samples = rows.Where(row => row.GetProperty("source").GetString() == "workout")
            .Select(row => new HeartRateSample(
                row.GetProperty("timestamp").GetDateTimeOffset(),
                row.GetProperty("bpm").GetInt32(),
                "workout"
            ))
            .Where(sample => sample.Time >= start && sample.Time <= start.AddSeconds(1650));
        var walk = Workouts.Of(1650) with
        {
            StartTime = start,
            EndTime = start.AddSeconds(1650),
            HeartRate = HeartRate.Of(samples, start, start.AddSeconds(1650)),
        };

        Matches("case5 real Oura easy walk 27.5 min", walk, 55, Alone with { OvernightPoints = 0 });
    }

    [Fact]
    public void Case_6_usual_nights() =>
        Night("case6 overnight normal", Athletes.UsualWeek, lowest: 52, asleepHours: 7.5, temperature: 0.1);

    [Fact]
    public void Case_7_a_woman_who_begins() =>
        Matches(
            "case7 A female coeffs beginner",
            Workouts.Strength,
            55,
            Alone with
            {
                OvernightPoints = 0,
            },
            ImpulseWeight.Women,
            new() { FitnessLevel = FitnessLevel.Beginner }
        );

    private static void Matches(
        string name,
        Activity activity,
        int resting,
        RecoveryContext context,
        ImpulseWeight? weight = null,
        RecoveryAdvisorSettings? settings = null
    )
    {
        var expected = AllCases[name]!.AsObject();
        var profile = new HeartRateProfile(
            new(190, IsEstimated: false),
            new(resting, RestingHeartRateOrigin.Typed),
            weight ?? ImpulseWeight.Men,
            IsSexAssumed: false
        );

        var recovery = Recovery.Of(HeartRateIntegral.Of(activity), profile, context, settings ?? new());

        Math.Round(activity.HeartRate.Coverage, 4).ShouldBe(expected.Number("coverage"));
        activity.HeartRate.Covered.TotalSeconds.ShouldBe(expected.Number("covered_s"));
        activity.HeartRate.Samples.Length.ShouldBe(expected["n"]!.GetValue<int>());
        activity.HeartRate.Grade.ToString().ToLowerInvariant().ShouldBe(expected.Text("grade"));
        Math.Round(recovery.Effort.AverageBpm, 2).ShouldBe(expected.Number("avg"));
        Math.Round(recovery.Effort.AverageReserve, 4).ShouldBe(expected.Number("avg_hrr"));
        Math.Round(recovery.Trimp, 2).ShouldBe(expected.Number("trimp"));
        Math.Round(recovery.Effort.At70.TotalMinutes, 2).ShouldBe(expected.Number("m70"));
        Math.Round(recovery.Effort.At85.TotalMinutes, 2).ShouldBe(expected.Number("m85"));
        recovery.Effort.Class.ToString().ToUpperInvariant().ShouldBe(expected.Text("cls"));
        Math.Round(recovery.VolumeFactor, 4).ShouldBe(expected.Number("V"));
        recovery.TrendFactor.ShouldBe(expected.Number("trend"));
        recovery.StreakFactor.ShouldBe(expected.Number("streak"));
        recovery.OvernightFactor.ShouldBe(expected.Number("overnight"));
        Math.Round(recovery.HoursMid, 2).ShouldBe(expected.Number("mid"));
        expected["range"]!.AsArray().Select(hours => hours!.GetValue<int>()).ShouldBe([recovery.HoursLow, recovery.HoursHigh]);
        recovery.Confidence.ShouldBe(expected.Text("confidence"));
    }

    private static int? Night(string name, int[] week, int lowest, double asleepHours, double temperature)
    {
        var overnight = Overnight.Of(Athletes.Nights(week, lowest, asleepHours, temperature), Athletes.Day);

        overnight.Points.ShouldBe(AllCases[name]!["P"]!.GetValue<int>());
        overnight.Signs.ShouldBe(AllCases[name]!["why"]!.AsArray().Select(sign => sign!.GetValue<string>()));
        return overnight.Points;
    }

    /// <summary>Ten minutes easy, five times four minutes at 180 bpm with two between them, five minutes easy; a reading each ten seconds.</summary>
    private static Activity Intervals()
    {
        static int Bpm(int second) =>
            second < 600 ? 125
            : second >= 2400 ? 115
            : (second - 600) % 360 < 240 ? 180
            : 140;
        return Workouts.Of(2700, Enumerable.Range(0, 271).Select(i => (i * 10.0, Bpm(i * 10))));
    }
}
