using FitGlue.Core.Activities;
using FitGlue.Server.Activities;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Activities;

public sealed class HeartRateChartTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 18, 7, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Draws_nothing_without_samples() => HeartRateChart.Of(HeartRate.None, Start, Start.AddHours(1)).ShouldBeNull();

    [Fact]
    public void Says_the_chart_in_one_sentence()
    {
        var chart = ChartOf(minutes: 31, [.. Every(5, 0, 10 * 60, i => i % 2 == 0 ? 96 : 100), .. Every(5, 16 * 60, 31 * 60, _ => 151)]);

        chart.Summary.ShouldStartWith("31 min, 96–151 bpm, average ");
        chart.Summary.ShouldEndWith(", one gap of 6 min");
    }

    [Fact]
    public void Breaks_the_curve_at_a_gap_and_shades_it()
    {
        var chart = ChartOf(minutes: 30, [.. Every(5, 0, 600, _ => 120), .. Every(5, 960, 1800, _ => 130)]);

        var gap = chart.Gaps.ShouldHaveSingleItem();
        gap.X.ShouldBe(333.3, 0.2);
        gap.Width.ShouldBe(200, 0.2);
        chart.Line.Count(c => c == 'M').ShouldBe(2);
    }

    [Fact]
    public void Shades_what_is_missing_at_the_edges()
    {
        var chart = ChartOf(minutes: 30, Every(5, 600, 1200, _ => 120));

        chart.Gaps.Select(gap => gap.X).ShouldBe([0, 666.7], tolerance: 0.1);
        chart.Summary.ShouldEndWith("2 gaps, the longest 10 min");
    }

    [Fact]
    public void A_distance_of_ninety_seconds_is_no_gap_yet()
    {
        ChartOf(minutes: 10, [.. Every(5, 0, 300, _ => 120), .. Every(5, 390, 600, _ => 120)]).Gaps.ShouldBeEmpty();
        ChartOf(minutes: 10, [.. Every(5, 0, 300, _ => 120), .. Every(5, 391, 600, _ => 120)]).Gaps.ShouldHaveSingleItem();
    }

    [Fact]
    public void Sparse_samples_are_dots_and_no_gaps()
    {
        var chart = ChartOf(minutes: 60, Every(300, 0, 3600, _ => 110));

        chart.Dots.Count(c => c == 'M').ShouldBe(13);
        chart.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void A_lonely_sample_is_a_dot()
    {
        var chart = ChartOf(minutes: 30, [new(Start.AddMinutes(15), 120, null)]);

        chart.Line.ShouldEndWith("h0");
        chart.Gaps.Length.ShouldBe(2);
    }

    [Fact]
    public void A_long_workout_keeps_its_peaks_and_stays_small()
    {
        var chart = ChartOf(minutes: 480, Every(5, 0, 480 * 60, i => 120 + Math.Max(0, 60 - Math.Abs(i - 2001))));

        var highest = chart.Line.Split('M', 'L').Where(point => point.Length > 0).Min(point => double.Parse(point.Split(' ')[1]));
        highest.ShouldBe(10 * 200 / 80.0, 0.1);
        chart.Line.Length.ShouldBeLessThan(12_000);
    }

    [Fact]
    public void The_axes_carry_round_values_in_the_time_of_the_place()
    {
        var chart = ChartOf(minutes: 31, Every(5, 0, 31 * 60, i => 96 + i % 56));

        chart.TimeTicks.Select(tick => tick.Text).ShouldBe(["18:10", "18:20", "18:30"]);
        chart.TimeTicks[0].At.ShouldBe(1000 * 3 / 31.0, 0.1);
        chart.BpmTicks.Select(tick => tick.Text).ShouldBe(["100", "120", "140", "160"]);
    }

    [Fact]
    public void The_table_cuts_the_workout_into_few_enough_rows()
    {
        var rows = HeartRateStretch.Of(HeartRate.Of(Every(5, 0, 3600, _ => 120), Start, Start.AddHours(2)), Start, Start.AddHours(2));

        rows.Length.ShouldBe(60);
        rows[0].ShouldBe(new(Start, 24, 120, 120));
        rows[59].ShouldBe(new(Start.AddMinutes(118), 0, null, null));
    }

    private static HeartRateChart ChartOf(int minutes, IEnumerable<HeartRateSample> samples) =>
        HeartRateChart.Of(HeartRate.Of(samples, Start, Start.AddMinutes(minutes)), Start, Start.AddMinutes(minutes)).ShouldNotBeNull();

    private static IEnumerable<HeartRateSample> Every(int seconds, int from, int to, Func<int, int> bpm) =>
        Enumerable.Range(0, (to - from) / seconds + 1).Select(i => new HeartRateSample(Start.AddSeconds(from + i * seconds), bpm(i), null));
}
