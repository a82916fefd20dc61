using System.Collections.Immutable;
using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Activities;

/// <summary>What holds for any readings, however wild.</summary>
public sealed class HeartRateLaws
{
    private static readonly DateTimeOffset Start = Workouts.Start;
    private static readonly DateTimeOffset End = Start.AddMinutes(30);

    private static readonly string?[] Contexts = ["workout", "live", "session", "awake", "rest", "sleep", "new", null];

    private static readonly Gen<HeartRateSample> Sample = Gen.Select(
        Gen.Int[-700_000, 2_500_000],
        Gen.Frequency((1, Gen.Int[-5, 260]), (4, Gen.Int[90, 110]), (1, Gen.Int[190, 205])),
        Gen.Int[0, Contexts.Length - 1].Select(index => Contexts[index]),
        (milliseconds, bpm, context) => new HeartRateSample(Start.AddMilliseconds(milliseconds), bpm, context)
    );

    /// <summary>Bursts of close samples, so that the rules for dense runs are met.</summary>
    private static readonly Gen<HeartRateSample[]> Burst = Gen.Select(
        Gen.Int[-600, 1800],
        Gen.Frequency((3, Gen.Int[60, 180]), (1, Gen.Int[191, 215])),
        Gen.Int[-6, 6].Array[1, 40],
        (second, bpm, steps) =>
            steps
                .Select(
                    (step, index) => new HeartRateSample(Start.AddSeconds(second + (5 * index)), bpm + (step == 6 ? 40 : step), "workout")
                )
                .ToArray()
    );

    internal static readonly Gen<HeartRateSample[]> Readings = Gen.Select(
        Sample.Array[0, 30],
        Burst.Array[0, 4],
        (scattered, bursts) => (HeartRateSample[])[.. scattered, .. bursts.SelectMany(b => b)]
    );

    [Fact]
    public void Cleaning_does_not_depend_on_order() =>
        Gen.Select(Readings, Gen.Int).Sample((readings, seed) => Clean(Shuffled(readings, seed)).ShouldBe(Clean(readings)));

    [Fact]
    public void Cleaning_twice_changes_nothing() =>
        Readings.Sample(readings =>
        {
            var clean = Clean(readings);
            Clean(clean).ShouldBe(clean);
        });

    [Fact]
    public void Cleaning_asks_the_neighbors_of_what_goes_and_no_others() =>
        Readings.Sample(readings =>
        {
            var samples = HeartRateCleaning.OnePerSecond(readings.Where(s => s.Bpm is >= 30 and <= 220));
            var sieve = new HeartRateSieve([.. samples]);

            var gone = samples.Length - sieve.Clean().Length;

            sieve.Asked.ShouldBeLessThanOrEqualTo((3 * samples.Length) + (100 * gone));
        });

    [Fact]
    public void Cleaning_invents_nothing() =>
        Readings.Sample(readings =>
        {
            var clean = Clean(readings);
            clean.ShouldBeSubsetOf(readings);
            clean.ShouldAllBe(s => s.Bpm >= 30 && s.Bpm <= 220);
            clean.Select(s => s.Time.ToUnixTimeSeconds()).ShouldBeUnique();
            clean.ShouldBe(clean.OrderBy(s => s.Time));
        });

    [Fact]
    public void Figures_keep_their_bounds() =>
        Readings.Sample(readings =>
        {
            var heartRate = HeartRate.Of(readings, Start, End);
            heartRate.Coverage.ShouldBeInRange(0, 1);
            heartRate.Covered.ShouldBeInRange(TimeSpan.Zero, End - Start);
            heartRate.LongestGap.ShouldBeInRange(TimeSpan.Zero, End - Start);
            heartRate.AverageBpm?.ShouldBeInRange(30, 220);
            heartRate.Samples.ShouldAllBe(s => s.Time >= Start && s.Time <= End);
            heartRate.Dropped.ShouldBeGreaterThanOrEqualTo(0);
            (heartRate.AverageBpm is null).ShouldBe(heartRate.Covered == TimeSpan.Zero);
        });

    [Fact]
    public void Repeated_and_far_away_rows_change_nothing() =>
        Readings.Sample(readings =>
        {
            HeartRateSample[] more =
            [
                .. readings,
                .. readings,
                new(Start.AddMinutes(-11), 80, "rest"),
                new(End.AddMinutes(11), 80, "rest"),
            ];
            Json(HeartRate.Of(more, Start, End)).ShouldBe(Json(HeartRate.Of(readings, Start, End)));
        });

    [Fact]
    public void A_point_on_the_line_changes_no_integral() =>
        Gen.Select(Gen.Int[80, 160], Gen.Int[-20, 20], Gen.Int[60, 180])
            .Sample(
                (bpm, step, spacing) =>
                {
                    (double, int)[] sparse = [(0, bpm), (spacing * 2, bpm + (2 * step)), (spacing * 4, bpm)];

                    var (fewer, more) = (Integral(sparse, spacing * 4), Integral([.. sparse, (spacing, bpm + step)], spacing * 4));

                    more.AverageBpm!.Value.ShouldBe(fewer.AverageBpm!.Value, 1e-9);
                    more.Covered.ShouldBe(fewer.Covered);
                }
            );

    [Fact]
    public void Cutting_out_pauses_takes_away_what_lies_in_them_and_no_more() =>
        Gen.Select(Readings, Gen.Int[0, 1800].HashSet[0, 6])
            .Sample(
                (readings, cuts) =>
                {
                    ImmutableArray<Pause> pauses =
                    [
                        .. cuts.Order()
                            .Chunk(2)
                            .Where(pair => pair.Length == 2)
                            .Select(pair => new Pause(Start.AddSeconds(pair[0]), Start.AddSeconds(pair[1]))),
                    ];
                    var heartRate = HeartRate.Of(readings, Start, End);
                    var (whole, cut) = (HeartRateIntegral.Of(heartRate, Start, End), HeartRateIntegral.Of(heartRate, Start, End, pauses));

                    cut.Coverage.ShouldBeInRange(0, 1 + 1e-12);
                    cut.Segments.ShouldAllBe(segment => !pauses.Any(pause => pause.Start < segment.End && segment.Start < pause.End));
                    var inside = pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + CoveredIn(whole, pause));
                    (cut.Covered + inside).ShouldBe(whole.Covered);
                }
            );

    [Fact]
    public void The_artifact_of_202_bpm_goes_wherever_it_stands() =>
        Gen.Select(Gen.Int[60, 140], Gen.Int[8, 60], Gen.Int[201, 203].Array[8, 60])
            .Sample(
                (bpm, before, ghost) =>
                {
                    HeartRateSample[] readings =
                    [
                        .. Enumerable.Range(0, before).Select(i => At(i * 5, bpm)),
                        .. ghost.Select((value, i) => At((before + i) * 5, value)),
                        .. Enumerable.Range(0, before).Select(i => At((before + ghost.Length + i) * 5, bpm)),
                    ];

                    Clean(readings).ShouldAllBe(sample => sample.Bpm == bpm);
                }
            );

    [Fact]
    public void A_lone_spike_goes_wherever_it_stands_among_close_samples() =>
        Gen.Select(Gen.Int[100, 150], Gen.Int[7, 60], Gen.Int[0, 200], Gen.Int[6, 60], Gen.Bool)
            .Sample(
                (bpm, count, at, height, up) =>
                {
                    var spike = 3 + (at % (count - 6));
                    Clean(Enumerable.Range(0, count).Select(i => At(i * 5, i == spike ? bpm + (up ? height : -height) : bpm)))
                        .ShouldAllBe(sample => sample.Bpm == bpm);
                }
            );

    [Fact]
    public void A_level_that_no_heart_jumps_to_goes_wherever_it_stands() =>
        Gen.Select(Gen.Int[100, 150], Gen.Int[5, 60], Gen.Int[2, 14], Gen.Int[5, 60], Gen.Int[10, 60])
            .Sample(
                (bpm, before, held, after, height) =>
                    Clean(
                            Enumerable
                                .Range(0, before + held + after)
                                .Select(i => At(i, i >= before && i < before + held ? bpm + height : bpm))
                        )
                        .ShouldAllBe(sample => sample.Bpm == bpm)
            );

    [Fact]
    public void Of_one_second_the_reading_stays_that_says_most_of_a_workout() =>
        Gen.Select(Gen.Int[0, 999], Gen.Int[30, 220], Gen.Int[0, 5])
            .Array[1, 12]
            .Sample(all =>
            {
                HeartRateSample[] readings =
                [
                    .. all.Select(r => new HeartRateSample(Start.AddMilliseconds(r.Item1), r.Item2, Contexts[r.Item3])),
                ];
                var most = all.Min(r => r.Item3);

                var kept = Clean(readings).ShouldHaveSingleItem();

                (kept.Context, kept.Bpm).ShouldBe((Contexts[most], all.Where(r => r.Item3 == most).Min(r => r.Item2)));
            });

    [Fact]
    public void The_grade_is_that_of_the_spacing_wherever_the_readings_begin() =>
        Gen.Select(Gen.Int[1, 360], Gen.Int[0, 360])
            .Sample(
                (spacing, first) =>
                {
                    var readings = Enumerable.Range(0, (3600 - first) / spacing).Select(i => At(first + (i * spacing), 120)).ToArray();
                    var heartRate = HeartRate.Of(readings, Start, Start.AddHours(1));

                    heartRate.Grade.ShouldBe(
                        spacing <= 15 ? HeartRateGrade.Continuous
                        : spacing <= 90 ? HeartRateGrade.Moderate
                        : HeartRateGrade.Sparse
                    );
                    heartRate.AverageBpm!.Value.ShouldBe(120, 1e-9);
                }
            );

    [Fact]
    public void Segments_are_in_order_inside_and_do_not_overlap() =>
        Readings.Sample(readings =>
        {
            var segments = HeartRateIntegral.Of(HeartRate.Of(readings, Start, End), Start, End).Segments;
            segments.ShouldAllBe(s => s.Start >= Start && s.End <= End && s.Start < s.End);
            segments.Zip(segments.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start);
        });

    [Fact]
    public void The_parts_of_a_workout_sum_up_to_the_whole_where_samples_bridge_the_cut() =>
        Gen.Int[1, 2842]
            .Sample(cut =>
            {
                var heartRate = Workouts.Strength.HeartRate;
                var middle = Start.AddSeconds(cut);
                var (first, second) = (
                    HeartRateIntegral.Of(heartRate, Start, middle),
                    HeartRateIntegral.Of(heartRate, middle, Workouts.Strength.EndTime)
                );
                var average = ((first.AverageBpm * cut) + (second.AverageBpm * (2843 - cut))) / 2843;
                average!.Value.ShouldBe(heartRate.AverageBpm!.Value, 1e-9);
            });

    private static HeartRateSample At(double second, int bpm) => new(Start.AddSeconds(second), bpm, "workout");

    private static TimeSpan CoveredIn(HeartRateIntegral integral, Pause pause) =>
        integral.Segments.Aggregate(
            TimeSpan.Zero,
            (sum, segment) =>
            {
                var (from, to) = (
                    segment.Start > pause.Start ? segment.Start : pause.Start,
                    segment.End < pause.End ? segment.End : pause.End
                );
                return to > from ? sum + (to - from) : sum;
            }
        );

    private static HeartRateSample[] Clean(IEnumerable<HeartRateSample> samples) => [.. HeartRateCleaning.Clean(samples)];

    private static HeartRateIntegral Integral(IEnumerable<(double, int)> samples, double seconds) =>
        HeartRateIntegral.Of(HeartRate.Of(Workouts.Samples(samples), Start, Start.AddSeconds(seconds)), Start, Start.AddSeconds(seconds));

    private static HeartRateSample[] Shuffled(HeartRateSample[] samples, int seed)
    {
        var shuffled = samples.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static string Json(HeartRate heartRate) => System.Text.Json.JsonSerializer.Serialize(heartRate);
}
