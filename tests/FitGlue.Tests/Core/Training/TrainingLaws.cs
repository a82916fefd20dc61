using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Training;

/// <summary>What holds for any heart rate.</summary>
public sealed class TrainingLaws
{
    private static readonly HeartRateReserve Reserve = new(55, 190);

    /// <summary>Even beats, so that the middle of two neighbors is a whole number.</summary>
    private static readonly Gen<(double Second, int Bpm)[]> Series = Gen.Select(
        Gen.Int[20, 180],
        Gen.Int[30, 94].Array[3, 40],
        (spacing, bpm) => bpm.Select((half, index) => ((double)index * 2 * spacing, 2 * half)).ToArray()
    );

    [Fact]
    public void Zones_sum_up_to_the_covered_time() =>
        Gen.Select(Series, Gen.Int[120, 220])
            .Sample(
                (series, max) =>
                {
                    var integral = Integral(series);
                    foreach (var zones in new[] { Zones.OfMax(max), Zones.Three(max), Zones.OfThreshold(max) })
                    {
                        var times = zones.TimesOf(integral);
                        times.ShouldAllBe(time => time >= TimeSpan.Zero);
                        times.Aggregate((sum, time) => sum + time).ShouldBe(integral.Covered);
                    }
                }
            );

    [Fact]
    public void A_point_on_the_line_changes_neither_impulse_nor_zones() =>
        Gen.Select(Series, Gen.Int[0, 100])
            .Sample(
                (series, at) =>
                {
                    var (left, right) = (series[at % (series.Length - 1)], series[(at % (series.Length - 1)) + 1]);
                    var (fewer, more) = (
                        Integral(series),
                        Integral([.. series, ((left.Second + right.Second) / 2, (left.Bpm + right.Bpm) / 2)])
                    );

                    Impulse(more).ShouldBe(Impulse(fewer), 1e-9);
                    foreach (var (one, other) in Zones.OfMax(190).TimesOf(more).Zip(Zones.OfMax(190).TimesOf(fewer)))
                    {
                        one.ShouldBe(other, TimeSpan.FromMicroseconds(50));
                    }
                }
            );

    [Fact]
    public void A_beat_more_everywhere_is_no_less_load() =>
        Series.Sample(series =>
            Impulse(Integral([.. series.Select(s => (s.Second, s.Bpm + 1))])).ShouldBeGreaterThanOrEqualTo(Impulse(Integral(series)))
        );

    [Fact]
    public void Any_effort_counts_more_for_a_woman() =>
        Gen.Double[0.0001, 1].Sample(x => ImpulseWeight.Women.At(x).ShouldBeGreaterThan(ImpulseWeight.Men.At(x)));

    [Fact]
    public void A_mean_lies_between_its_ends() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1])
            .Sample(
                (from, to) =>
                    ImpulseWeight
                        .Men.Mean(from, to)
                        .ShouldBeInRange(ImpulseWeight.Men.At(Math.Min(from, to)) - 1e-6, ImpulseWeight.Men.At(Math.Max(from, to)) + 1e-6)
            );

    [Fact]
    public void Rounded_parts_sum_up_to_the_total() =>
        Gen.Select(Gen.Double[0, 1000].Array[1, 8], Gen.Int[0, 1000])
            .Sample(
                (shares, total) =>
                {
                    var parts = Statistics.Apportion(shares, total);
                    parts.Sum().ShouldBe(shares.Sum() > 0 ? total : 0);
                    parts
                        .Zip(shares)
                        .ShouldAllBe(pair => shares.Sum() <= 0 || Math.Abs(pair.First - (pair.Second / shares.Sum() * total)) < 1 + 1e-9);
                }
            );

    private static double Impulse(HeartRateIntegral integral) => TrainingImpulse.Of(integral, Reserve, ImpulseWeight.Men).Covered;

    // Cleaning is a subject of its own.
    private static HeartRateIntegral Integral((double Second, int Bpm)[] series) =>
        HeartRateIntegral.Of(
            new HeartRate { Samples = [.. Workouts.Samples(series).OrderBy(s => s.Time)] },
            Workouts.Start,
            Workouts.Start.AddSeconds(series.Max(s => s.Second))
        );
}
