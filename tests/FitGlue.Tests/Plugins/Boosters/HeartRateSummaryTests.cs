using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.HeartRateSummary;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

#region conformance
public sealed class HeartRateSummaryConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = HeartRateSummaryTests.Created();
}
#endregion

public sealed class HeartRateSummaryTests
{
    [Fact]
    public void Is_plain_where_samples_are_close() =>
        SectionOf(Workouts.Dense).ShouldBe("❤️ Heart Rate: 111 bpm min • 130 bpm avg • 149 bpm max");

    [Fact]
    public void Claims_no_extremes_where_samples_are_far_apart() =>
        SectionOf(Workouts.Strength)
            .ShouldBe(
                "❤️ Heart Rate: 84 bpm lowest sample • ≈138 bpm avg • 151 bpm highest sample (HR covers 100 % of 47 min, samples ~5 min apart)"
            );

    [Fact]
    public void Says_about_where_samples_are_a_minute_apart() =>
        SectionOf(Every(60, 1800))
            .ShouldBe("❤️ Heart Rate: 120 bpm min • ≈120 bpm avg • 120 bpm max (HR covers 100 % of 30 min, samples ~60 s apart)");

    [Fact]
    public void Tells_of_holes() => SectionOf(Every(5, 1800, until: 1500)).ShouldEndWith(" (HR covers 83 % of 30 min, samples ~5 s apart)");

    [Fact]
    public void Says_100_percent_only_of_the_whole() => SectionOf(Every(60, 18_000, until: 17_999 - 59)).ShouldContain("HR covers 99 %");

    [Fact]
    public void A_lone_sample_has_no_average() =>
        SectionOf(Workouts.Of(1800, (900, 120)))
            .ShouldBe("❤️ Heart Rate: 120 bpm lowest sample • 120 bpm highest sample (HR covers 0 % of 30 min)");

    [Fact]
    public void Shows_coverage_on_request() =>
        SectionOf(Workouts.Dense, """{ "showCoverage": true }""").ShouldEndWith(" max (HR covers 100 % of 60 min, samples ~5 s apart)");

    [Fact]
    public void Numbers_are_not_rounded()
    {
        var metadata = Applied(Workouts.Strength).Metadata;

        metadata["averageBpm"]!.GetValue<double>().ShouldBe(138.3943017938797, 1e-9);
        metadata.Remove("averageBpm");
        metadata.ToJsonString().ShouldBe("""{"maxBpm":151,"minBpm":84,"coverage":1,"grade":"sparse","samples":15}""");
    }

    [Fact]
    public void Is_skipped_without_heart_rate() =>
        Apply(Workouts.Of(600)).ShouldBe(new Boost.Skipped("There is no heart rate for this workout."));

    [Fact]
    public void A_burst_of_readings_does_not_outweigh_minutes_with_few()
    {
        // Five minutes at 160 bpm with a reading each five seconds, half an hour at 100 with one each minute.
        (double, int)[] burst = [.. Enumerable.Range(0, 60).Select(i => (i * 5.0, 160))];
        (double, int)[] rest = [.. Enumerable.Range(0, 31).Select(i => (300 + (i * 60.0), 100))];

        SectionOf(Workouts.Of(2100, [.. burst, .. rest])).ShouldContain("≈109 bpm avg", customMessage: "the plain mean is 140");
    }

    [Fact]
    public void Drift_goes_by_time_and_not_by_the_number_of_readings()
    {
        // Steady, but with three times as many readings in the first half.
        var readings = Enumerable.Range(0, 3601).Where(s => s % (s < 1800 ? 5 : 15) == 0).Select(s => ((double)s, s < 2100 ? 120 : 130));

        SectionOf(Workouts.Of(3600, readings), ShowDrift).ShouldEndWith("bpm");
        Apply(Workouts.Of(3600, readings), ShowDrift).ShouldBeOfType<Boost.Applied>().Metadata.Number("driftBpm").ShouldBe(10, 0.1);
    }

    [Fact]
    public void Drift_names_no_cause()
    {
        var rising = SectionOf(Workouts.Of(3600, Enumerable.Range(0, 721).Select(i => (i * 5.0, 110 + (i / 20)))), ShowDrift);

        rising.ShouldContain("Second half against the first");
        rising.ShouldNotContain("hydration");
        rising.ShouldNotContain("warm-up");
    }

    [Fact]
    public void Drift_leaves_pauses_out()
    {
        // Steady at 150 bpm, with a coffee at 80 bpm in the second half.
        var ride = Workouts.Of(3600, Enumerable.Range(0, 721).Select(i => (i * 5.0, i is > 484 and < 596 ? 80 : 150)));

        Math.Abs(Apply(ride.Paused(2400, 3000), ShowDrift).ShouldBeOfType<Boost.Applied>().Metadata.Number("driftBpm")).ShouldBeLessThan(1);
    }

    // Flaw: "70 bpm min" of a ride at 150.
    [Fact]
    public void A_stop_is_not_the_lowest_heart_rate()
    {
        var ride = Workouts.Of(1800, Enumerable.Range(0, 361).Select(i => (i * 5.0, i is > 124 and < 236 ? 70 : 150)));

        SectionOf(ride.Paused(600, 1200)).ShouldStartWith("❤️ Heart Rate: 150 bpm min • 150 bpm avg • 150 bpm max");
        Applied(ride.Paused(600, 1200)).Metadata.Number("samples").ShouldBe(242);
    }

    [Fact]
    public void A_pause_is_not_missing_heart_rate()
    {
        var ride = Workouts.Of(2400, Enumerable.Range(0, 121).Select(i => (i * 5.0, 140)));

        SectionOf(ride.Paused(600, 1800)).ShouldContain("HR covers 50 % of 20 min", customMessage: "of the 20 minutes that the timer ran");
    }

    [Fact]
    public void Bursts_do_not_hide_that_most_readings_lie_minutes_apart() =>
        SectionOf(
                Workouts.Of(3600, Enumerable.Range(0, 11).SelectMany(b => Enumerable.Range(0, 6).Select(i => ((b * 330.0) + (i * 5), 120))))
            )
            .ShouldContain("samples ~5 min apart");

    [Fact]
    public void Drift_compares_the_halves_after_the_warm_up()
    {
        var activity = Workouts.Of(
            3600,
            Enumerable
                .Range(0, 721)
                .Select(i =>
                    (
                        i * 5.0,
                        i * 5 < 600 ? 90
                        : i * 5 < 2100 ? 130
                        : 137
                    )
                )
        );

        SectionOf(activity, ShowDrift).ShouldEndWith("\nSecond half against the first, after 10 min: +7 bpm");
        Applied(activity, ShowDrift).Metadata["driftBpm"]!.GetValue<double>().ShouldBe(7, 0.02);
        SectionOf(activity).ShouldNotContain("half");
    }

    [Theory]
    [InlineData(1195, 1195, 5)]
    [InlineData(3600, 3600, 120)]
    [InlineData(3600, 2700, 5)]
    public void Drift_is_not_told_where_halves_cannot_be_compared(int seconds, int until, int spacing) =>
        SectionOf(Every(spacing, seconds, until), ShowDrift).ShouldNotContain("half");

    internal static IBooster Created() =>
        new ServiceCollection().AddHeartRateSummary().BuildServiceProvider().GetServices<IBooster>().Single();

    private const string ShowDrift = """{ "showDrift": true }""";

    private static Activity Every(int spacing, int seconds, int? until = null) =>
        Workouts.Of(seconds, Enumerable.Range(0, ((until ?? seconds) / spacing) + 1).Select(i => ((double)i * spacing, 120)));

    private static string SectionOf(Activity activity, string settings = "{}") => Applied(activity, settings).Section!;

    private static Boost.Applied Applied(Activity activity, string settings = "{}") =>
        Apply(activity, settings).ShouldBeOfType<Boost.Applied>();

    private static Boost Apply(Activity activity, string settings = "{}")
    {
        var booster = Created();
        return booster.Apply(new BoosterInput(activity, null), booster.Settings.Read(JsonNode.Parse(settings)!.AsObject()));
    }
}
