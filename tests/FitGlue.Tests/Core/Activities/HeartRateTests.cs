using System.Collections.Immutable;
using FitGlue.Core.Activities;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Activities;

public sealed class HeartRateTests
{
    private static readonly DateTimeOffset Start = Workouts.Start;

    [Fact]
    public void Weighs_uneven_samples_by_time()
    {
        var heartRate = Of(2843, Workouts.SeriesA);

        heartRate.AverageBpm!.Value.ShouldBe(138.3943017938797, 1e-9);
        heartRate.Covered.ShouldBe(TimeSpan.FromSeconds(2843));
        heartRate.Coverage.ShouldBe(1.0);
        heartRate.Grade.ShouldBe(HeartRateGrade.Sparse);
        heartRate.LongestGap.ShouldBe(TimeSpan.FromSeconds(305));
        (heartRate.MinBpm, heartRate.MaxBpm, heartRate.Samples.Length, heartRate.Dropped).ShouldBe((84, 151, 15, 0));
    }

    [Fact]
    public void Leaves_a_hole_uncovered()
    {
        var heartRate = Of(1800, Workouts.SeriesB);

        heartRate.AverageBpm!.Value.ShouldBe(135.96130952380952, 1e-9);
        heartRate.Covered.ShouldBe(TimeSpan.FromSeconds(840));
        heartRate.Coverage.ShouldBe(840.0 / 1800, 1e-12);
        heartRate.LongestGap.ShouldBe(TimeSpan.FromSeconds(960));
        heartRate.IsRepresentative.ShouldBeFalse();
    }

    [Fact]
    public void Reads_the_edges_off_samples_outside()
    {
        var heartRate = Of(1200, Workouts.SeriesC);

        heartRate.AverageBpm!.Value.ShouldBe(138.05, 1e-9);
        heartRate.Coverage.ShouldBe(1.0);
        heartRate.Samples.Length.ShouldBe(4);
        (heartRate.Before?.Bpm, heartRate.After?.Bpm).ShouldBe((100, 100));
        heartRate.LongestGap.ShouldBe(TimeSpan.FromSeconds(300));
    }

    [Fact]
    public void Bridges_360_seconds_and_not_one_more()
    {
        Of(360, (0, 100), (360, 120)).Coverage.ShouldBe(1);
        Of(361, (0, 100), (361, 120)).Coverage.ShouldBe(0);
    }

    [Fact]
    public void Holds_the_outermost_samples_for_30_seconds_and_not_one_more()
    {
        Of(90, (30, 100), (60, 110)).Covered.ShouldBe(TimeSpan.FromSeconds(90));
        Of(92, (31, 100), (61, 110)).Covered.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(15, HeartRateGrade.Continuous)]
    [InlineData(16, HeartRateGrade.Moderate)]
    [InlineData(90, HeartRateGrade.Moderate)]
    [InlineData(91, HeartRateGrade.Sparse)]
    public void Grades_by_the_spacing_of_samples(int spacing, HeartRateGrade grade) =>
        Of(spacing * 20, Enumerable.Range(0, 21).Select(i => ((double)i * spacing, 120))).Grade.ShouldBe(grade);

    [Fact]
    public void Grades_a_short_workout_by_the_spacing_of_the_samples_around_it() =>
        Of(60, (-120, 100), (180, 130)).Grade.ShouldBe(HeartRateGrade.Sparse);

    [Fact]
    public void Is_none_without_samples()
    {
        var heartRate = Of(600);

        heartRate.Grade.ShouldBe(HeartRateGrade.None);
        heartRate.AverageBpm.ShouldBeNull();
        heartRate.MaxBpm.ShouldBeNull();
        heartRate.LongestGap.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_lone_sample_covers_nothing_and_is_sparse()
    {
        var heartRate = Of(600, (300, 120));

        (heartRate.Grade, heartRate.AverageBpm, heartRate.MaxBpm, heartRate.Coverage).ShouldBe((HeartRateGrade.Sparse, null, 120, 0));
    }

    [Fact]
    public void A_workout_without_duration_has_no_coverage() => Of(0, (0, 120)).Coverage.ShouldBe(0);

    [Fact]
    public void Refuses_an_end_before_the_start() =>
        Should.Throw<ArgumentOutOfRangeException>(() => HeartRate.Of([], Start, Start.AddSeconds(-1)));

    [Fact]
    public void A_pause_is_neither_covered_nor_missing()
    {
        ImmutableArray<Pause> pauses = [new(Start.AddSeconds(300), Start.AddSeconds(900))];
        (double, int)[] samples =
        [
            .. Enumerable.Range(0, 61).Select(i => (i * 5.0, 150)),
            (600, 70),
            .. Enumerable.Range(180, 61).Select(i => (i * 5.0, 150)),
        ];

        var heartRate = HeartRate.Of(Workouts.Samples(samples), Start, Start.AddSeconds(1200), pauses);

        heartRate.Covered.ShouldBe(TimeSpan.FromMinutes(10));
        heartRate.Coverage.ShouldBe(1);
        heartRate.AverageBpm!.Value.ShouldBe(150, 1e-9);
    }

    // Flaw: a stop at 70 bpm was the lowest heart rate of a ride at 150, and a stop that nobody recorded its longest hole.
    [Fact]
    public void What_is_measured_in_a_pause_is_neither_the_lowest_nor_a_hole_nor_counted()
    {
        ImmutableArray<Pause> pauses = [new(Start.AddSeconds(300), Start.AddSeconds(900))];
        (double, int)[] ride =
        [
            .. Enumerable.Range(0, 61).Select(i => (i * 5.0, 150)),
            .. Enumerable.Range(180, 61).Select(i => (i * 5.0, 150)),
        ];
        (double, int)[] stop = [(450, 250), (600, 70), (750, 190)];

        var recorded = HeartRate.Of(Workouts.Samples([.. ride, .. stop]), Start, Start.AddSeconds(1200), pauses);
        var unrecorded = HeartRate.Of(Workouts.Samples(ride), Start, Start.AddSeconds(1200), pauses);

        (recorded.MinBpm, recorded.MaxBpm, recorded.Dropped).ShouldBe((150, 150, 0));
        (recorded.Samples.Length, recorded.Counted, unrecorded.Counted).ShouldBe((124, 122, 122));
        (recorded.LongestGap, unrecorded.LongestGap).ShouldBe((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void A_hole_on_both_sides_of_a_pause_is_one_hole_without_it()
    {
        ImmutableArray<Pause> pauses =
        [
            new(Start.AddSeconds(100), Start.AddSeconds(400)),
            new(Start.AddSeconds(500), Start.AddSeconds(700)),
        ];

        HeartRate
            .Of(Workouts.Samples([(0, 120), (40, 120), (740, 120), (800, 120)]), Start, Start.AddSeconds(800), pauses)
            .LongestGap.ShouldBe(TimeSpan.FromSeconds(200));
    }

    [Fact]
    public void Heart_rate_of_the_pauses_alone_is_none()
    {
        ImmutableArray<Pause> pauses = [new(Start.AddSeconds(100), Start.AddSeconds(1100))];

        var heartRate = HeartRate.Of(Workouts.Samples([(500, 80), (560, 82)]), Start, Start.AddSeconds(1200), pauses);

        (heartRate.Grade, heartRate.MinBpm, heartRate.MaxBpm, heartRate.Counted).ShouldBe((HeartRateGrade.None, null, null, 0));
    }

    [Fact]
    public void Ignores_what_lies_beyond_the_margin() => Of(600, (-601, 100), (1201, 100)).Before.ShouldBeNull();

    [Fact]
    public void Counts_what_was_dropped_inside_alone() =>
        Of(600, (-10, 250), (0, 100), (60, 250), (120, 25), (180, 110), (610, 250)).Dropped.ShouldBe(2);

    [Fact]
    public void A_row_that_was_fetched_twice_is_one_row() => Of(60, (0, 100), (0, 100), (60, 110)).Dropped.ShouldBe(0);

    [Fact]
    public void Figures_of_a_recorded_workout_hold_together()
    {
        var rows = System.Text.Json.JsonDocument.Parse(SharedData.Text("science/hr_real.json")).RootElement.EnumerateArray();
        HeartRateSample[] samples =
        [
            .. rows.Select(r => new HeartRateSample(
                r.GetProperty("timestamp").GetDateTimeOffset(),
                r.GetProperty("bpm").GetInt32(),
                r.GetProperty("source").GetString()
            )),
        ];
        var workout = samples.Where(s => s.Context == "workout").Select(s => s.Time).Order().ToArray();

        var heartRate = HeartRate.Of(samples, workout[0], workout[^1]);

        heartRate.Coverage.ShouldBeGreaterThan(0.9);
        heartRate.Grade.ShouldBe(HeartRateGrade.Continuous);
        heartRate.AverageBpm!.Value.ShouldBeInRange(heartRate.MinBpm!.Value, heartRate.MaxBpm!.Value);
        heartRate.Dropped.ShouldBeLessThan(samples.Length / 20);
    }

    private static HeartRate Of(double seconds, params IEnumerable<(double Second, int Bpm)> samples) =>
        HeartRate.Of(Workouts.Samples(samples), Start, Start.AddSeconds(seconds));
}
