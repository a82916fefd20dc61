using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Training;

/// <summary>The figures of another program that integrates the same series.</summary>
public sealed class TrainingOracleTests
{
    private static readonly JsonObject Oracles = Cases.Read("science-oracles.json");
    private static readonly HeartRateReserve Reserve = new(55, 190);

    public static TheoryData<string, double, (double, int)[]> Series =>
        new()
        {
            { "series_A", 2843, Workouts.SeriesA },
            { "series_B_gap", 1800, Workouts.SeriesB },
            { "series_C_5min", 1200, Workouts.SeriesC },
        };

    [Theory]
    [InlineData(20)]
    [InlineData(25)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(75)]
    public void Maximum_is_estimated_from_age(int age) => MaxHeartRate.Tanaka(age).ShouldBe(Number("hrmax", $"{age}", "tanaka"), 1e-9);

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(70)]
    [InlineData(80)]
    [InlineData(90)]
    public void Bounds_of_zones(int percent)
    {
        var zone = (percent / 10) - 5;
        Zones.OfReserve(Reserve).Bounds[zone].ShouldBe(Number("karvonen_55_190", $"{percent}"), 1e-9);
        Zones.OfMax(190).Bounds[zone].ShouldBe(Number("pctmax_190", $"{percent}"), 1e-9);
    }

    [Fact]
    public void Share_of_the_reserve() => Reserve.FractionOf(155).ShouldBe(Number("hrr_155_55_190"), 1e-12);

    [Fact]
    public void Banister_of_steady_heart_rate()
    {
        Steady(60, 155, 55, 190, ImpulseWeight.Men).ShouldBe(Number("banister", "m_60min_155_55_190"), 1e-9);
        Steady(60, 155, 55, 190, ImpulseWeight.Women).ShouldBe(Number("banister", "f_60min_155_55_190"), 1e-9);
        Steady(30, 130, 40, 200, ImpulseWeight.Men).ShouldBe(Number("banister", "m_30min_130_40_200"), 1e-9);
        Steady(30, 130, 40, 200, ImpulseWeight.Women).ShouldBe(Number("banister", "f_30min_130_40_200"), 1e-9);
        Steady(45, 120, 60, 180, ImpulseWeight.Men).ShouldBe(Number("banister", "m_45min_120_60_180"), 1e-9);
        Steady(1, 190, 55, 190, ImpulseWeight.Men).ShouldBe(Number("banister", "per_min_at_HRmax_m"), 1e-9);
        Steady(1, 190, 55, 190, ImpulseWeight.Women).ShouldBe(Number("banister", "per_min_at_HRmax_f"), 1e-9);
    }

    [Fact]
    public void Banister_of_a_ramp_is_integrated_and_not_that_of_the_average()
    {
        var minute = ImpulseWeight.Men.Mean(Reserve.FractionOf(110), Reserve.FractionOf(170));

        (10 * minute).ShouldBe(Number("banister_ramp_10min_110_170", "closed_form"), 1e-9);
        Steady(10, 140, 55, 190, ImpulseWeight.Men).ShouldBe(Number("banister_ramp_10min_110_170", "mid_HR_only"), 1e-9);
    }

    [Fact]
    public void Minutes_in_zones_count_their_zone()
    {
        TrainingImpulse.OfZones([.. Minutes(5, 10, 20, 15, 10, 5)]).ShouldBe(Number("edwards_10_20_15_10_5"));
        TrainingImpulse.OfZones([.. Minutes(0, 20, 25, 15)]).ShouldBe(Number("lucia_20_25_15"));
    }

    [Theory]
    [MemberData(nameof(Series), DisableDiscoveryEnumeration = true)]
    public void Impulse_of_an_uneven_series(string name, double seconds, (double, int)[] samples)
    {
        var impulse = TrainingImpulse.Of(Integral(seconds, samples), Reserve, ImpulseWeight.Men);

        impulse.Covered.ShouldBe(Number(name, "trimp_covered"), 1e-9);
        impulse.Coverage.ShouldBe(Number(name, "coverage"), 1e-12);
        (impulse.Covered / impulse.Coverage).ShouldBe(Number(name, "trimp_scaled"), 1e-9);
        (impulse.Whole is null).ShouldBe(impulse.Coverage < 0.7);
    }

    [Theory]
    [MemberData(nameof(Series), DisableDiscoveryEnumeration = true)]
    public void Time_in_zones_of_an_uneven_series(string name, double seconds, (double, int)[] samples)
    {
        var times = Zones.OfMax(190).TimesOf(Integral(seconds, samples));

        var expected = Oracles[name]!["zones_s"]!.AsArray().Select(zone => zone!.GetValue<double>()).ToArray();
        times.Length.ShouldBe(expected.Length);
        foreach (var (time, zone) in times.Zip(expected))
        {
            time.TotalSeconds.ShouldBe(zone, 1e-5);
        }
    }

    [Theory]
    [InlineData("acwr_step", "ewma_ratio")]
    [InlineData("acwr_pattern", "ratio")]
    public void Load_of_the_last_week_against_that_of_four(string name, string ratio)
    {
        double[] loads =
            name == "acwr_step"
                ? [.. Enumerable.Repeat(50.0, 21), .. Enumerable.Repeat(100.0, 7)]
                : [.. Oracles[name]!["loads"]!.AsArray().Select(load => load!.GetValue<double>())];

        var load = LoadHistory.Of(Sessions.Daily(loads), Sessions.First.AddDays(loads.Length - 1));

        load.Acute!.Value.ShouldBe(Number(name, "ewma_acute"), 1e-9);
        load.Chronic!.Value.ShouldBe(Number(name, "ewma_chronic"), 1e-9);
        load.Ratio!.Value.ShouldBe(Number(name, ratio), 1e-9);
        (load.LastWeek.Load / 7 / (load.LastFourWeeks.Load / 28)).ShouldBe(Number(name, "rolling_coupled"), 1e-9);
    }

    [Fact]
    public void Spread_and_mean_are_those_of_a_sample()
    {
        double[] logs = [.. Oracles["hrv"]!["baseline"]!.AsArray().Select(hrv => Math.Log(hrv!.GetValue<int>()))];

        logs.Average().ShouldBe(Number("hrv", "ln_mean"), 1e-12);
        Statistics.StandardDeviation(logs).ShouldBe(Number("hrv", "ln_sd"), 1e-12);
    }

    private static double Steady(int minutes, int bpm, double resting, double max, ImpulseWeight weight)
    {
        (double, int)[] samples = [.. Enumerable.Range(0, minutes + 1).Select(minute => (minute * 60.0, bpm))];
        return TrainingImpulse.Of(Integral(minutes * 60, samples), new(resting, max), weight).Covered;
    }

    private static HeartRateIntegral Integral(double seconds, (double, int)[] samples) =>
        HeartRateIntegral.Of(Workouts.Of(seconds, samples));

    private static IEnumerable<TimeSpan> Minutes(params int[] minutes) => minutes.Select(minute => TimeSpan.FromMinutes(minute));

    private static double Number(params string[] path) => path.Aggregate((JsonNode)Oracles, (node, name) => node[name]!).GetValue<double>();
}
