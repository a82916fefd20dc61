using FitGlue.Core.Activities;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Activities;

public sealed class HeartRateCleaningTests
{
    [Fact]
    public void Keeps_what_a_heart_can_do()
    {
        (double, int)[] intervals = [.. Enumerable.Range(0, 240).Select(i => (i * 5.0, 140 + (int)(35 * Math.Sin(i / 12.0))))];

        Clean(intervals).Length.ShouldBe(intervals.Length);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(220, true)]
    [InlineData(221, false)]
    public void Believes_30_to_220_bpm(int bpm, bool kept) => (Clean((0, bpm)).Length == 1).ShouldBe(kept);

    [Fact]
    public void Takes_the_telling_context_of_one_second_then_the_lower_value()
    {
        Kept(Sample(90, "rest"), Sample(140, "workout"), Sample(100, "awake")).ShouldBe(140);
        Kept(Sample(90, "sleep"), Sample(95, "rest")).ShouldBe(95);
        Kept(Sample(120, "live"), Sample(110, "session")).ShouldBe(120);
        Kept(Sample(90, "something new"), Sample(95, "sleep")).ShouldBe(95);
        Kept(Sample(125, "workout"), Sample(123, "workout"), Sample(124, "workout")).ShouldBe(123);

        static HeartRateSample Sample(int bpm, string context) => new(Workouts.Start, bpm, context);
        static int Kept(params HeartRateSample[] samples) => HeartRateCleaning.Clean(samples).ShouldHaveSingleItem().Bpm;
    }

    [Fact]
    public void Two_readings_within_one_second_are_one() =>
        Clean((0.1, 120), (0.9, 118), (1.0, 119)).Select(s => s.Bpm).ShouldBe([118, 119]);

    [Fact]
    public void Drops_a_spike_among_close_samples()
    {
        var samples = Flat(120, 20);
        samples[10].Bpm = 126;

        Clean(samples).ShouldNotContain(s => s.Bpm == 126);
    }

    [Fact]
    public void Keeps_a_spike_of_5_bpm()
    {
        var samples = Flat(120, 20);
        samples[10].Bpm = 125;

        Clean(samples).ShouldContain(s => s.Bpm == 125);
    }

    [Fact]
    public void Keeps_a_lone_high_sample_where_samples_are_far_apart() =>
        Clean((0, 100), (60, 100), (120, 100), (180, 160), (240, 100), (300, 100), (360, 100)).Length.ShouldBe(7);

    [Fact]
    public void Drops_a_level_that_is_jumped_to_and_left_within_15_seconds() =>
        Clean((0, 100), (5, 100), (10, 140), (15, 142), (20, 101)).Select(s => s.Bpm).ShouldBe([100, 100, 101]);

    [Fact]
    public void Keeps_a_level_that_lasts() => Clean((0, 100), (5, 100), (10, 140), (15, 142), (20, 141), (25, 141)).Length.ShouldBe(6);

    [Fact]
    public void Keeps_a_rise_of_3_bpm_a_second() => Clean((0, 100), (5, 115), (10, 100)).Length.ShouldBe(3);

    [Fact]
    public void Drops_the_flat_ghost_above_190_bpm()
    {
        (double, int)[] night = [(-300, 52), (-0.5, 53), .. Enumerable.Range(1, 12).Select(i => (i * 5.0, 201 + (i % 3))), (300, 54)];

        Clean(night).Select(s => s.Bpm).ShouldBe([52, 53, 54]);
    }

    [Fact]
    public void Keeps_190_bpm_that_were_climbed_to()
    {
        (double, int)[] climb = [.. Enumerable.Range(0, 30).Select(i => (i * 5.0, Math.Min(195, 150 + (3 * i))))];

        Clean(climb).Length.ShouldBe(30);
    }

    [Fact]
    public void Keeps_a_high_plateau_of_less_than_30_seconds() =>
        Clean((0, 100), (20, 195), (25, 195), (30, 196), (35, 196), (40, 196), (45, 195)).Length.ShouldBe(7);

    [Fact]
    public void Half_a_million_readings_with_a_ghost_a_minute_do_not_take_a_walk_over_all_for_each_ghost()
    {
        var readings = Workouts.Samples(Enumerable.Range(0, 500_000).Select(i => (i * 10.0, i % 8 < 4 ? 140 : 200)));
        var sieve = new HeartRateSieve([.. readings]);

        var clean = sieve.Clean();

        clean.ShouldAllBe(sample => sample.Bpm == 140);
        clean.Length.ShouldBe(250_000);
        sieve.Asked.ShouldBeLessThan(10 * 500_000);
    }

    private static (double Second, int Bpm)[] Flat(int bpm, int count) => [.. Enumerable.Range(0, count).Select(i => (i * 5.0, bpm))];

    private static HeartRateSample[] Clean(params IEnumerable<(double Second, int Bpm)> samples) =>
        [.. HeartRateCleaning.Clean(Workouts.Samples(samples))];
}
