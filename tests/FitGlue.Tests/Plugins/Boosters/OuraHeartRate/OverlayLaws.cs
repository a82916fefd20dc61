using System.Collections.Immutable;
using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Plugins.Boosters.OuraHeartRate;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters.OuraHeartRate;

public sealed class OverlayLaws
{
    private static readonly Gen<ImmutableArray<HeartRateSample>> Readings = Gen.Select(
            Gen.Int[-300, 2100].HashSet[3, 300],
            Gen.Int[60, 180]
        )
        .Select((seconds, bpm) => seconds.Order().Select(s => Sample(s, bpm + (s % 17))).ToImmutableArray());

    private static readonly Gen<ImmutableArray<Pause>> Pauses = Gen.Int[0, 1800]
        .HashSet[0, 6]
        .Select(cuts => cuts.Order().Chunk(2).Where(c => c.Length == 2).Select(c => new Pause(At(c[0]), At(c[1]))).ToImmutableArray());

    [Fact]
    public void Every_value_lies_between_readings_that_are_near() =>
        Gen.Select(Readings, Pauses)
            .Sample(
                (readings, pauses) =>
                {
                    var overlay = Of(readings, pauses);
                    foreach (var point in Mapped(overlay).Where(point => point.Bpm is not null))
                    {
                        var near = readings
                            .Where(r => (r.Time - point.Time).Duration() <= Overlay.LongestLine)
                            .Select(r => r.Bpm)
                            .ToArray();
                        point.Bpm!.Value.ShouldBeInRange(near.Min(), near.Max());
                    }
                },
                iter: 200
            );

    [Fact]
    public void No_value_is_drawn_across_a_pause() =>
        Gen.Select(Readings, Pauses)
            .Sample(
                (readings, pauses) =>
                {
                    var overlay = Of(readings, pauses);
                    Mapped(overlay);
                    overlay.Unused().ShouldAllBe(r => !pauses.Any(pause => pause.Start < r.Time && r.Time < pause.End));
                    overlay.Coverage.ShouldBeInRange(0, 1 + 1e-12);
                },
                iter: 200
            );

    [Fact]
    public void Every_reading_of_the_workout_is_used_or_inserted_or_lies_in_a_pause() =>
        Gen.Select(Readings, Pauses)
            .Sample(
                (readings, pauses) =>
                {
                    var overlay = Of(readings, pauses);
                    Mapped(overlay);
                    var paused = readings.Count(r => pauses.Any(pause => pause.Start < r.Time && r.Time < pause.End));
                    (overlay.Used + overlay.Unused().Length + paused).ShouldBeGreaterThanOrEqualTo(overlay.Inside);
                },
                iter: 200
            );

    /// <summary>A dense heart rate is thinned as the ring thins it and laid onto its own points again.</summary>
    [Theory]
    [InlineData(5, 0.5)]
    [InlineData(60, 2.5)]
    [InlineData(300, 8)]
    public void What_was_thinned_comes_back_nearly(int spacing, double worst)
    {
        static int Truth(int second) => 135 + (int)(25 * Math.Sin(second / 400.0)) + (int)(6 * Math.Sin(second / 61.0));
        var seconds = Enumerable.Range(0, 3601).ToArray();
        var activity = OuraHeartRateTests.Recorded(3600, seconds);

        var laid = OuraHeartRateTests
            .Booster.Applied(
                OuraHeartRateTests.Input(activity, seconds.Where(second => second % spacing == 0).Select(s => ((double)s, Truth(s))))
            )
            .Activity;

        Math.Abs(laid.HeartRate.AverageBpm!.Value - seconds.Average(Truth)).ShouldBeLessThan(worst);
    }

    private static Overlay Of(ImmutableArray<HeartRateSample> readings, ImmutableArray<Pause> pauses) =>
        new(readings, new(At(0), At(1800), pauses), Overlay.LongestLine);

    private static ImmutableArray<OverlayPoint> Mapped(Overlay overlay) =>
        overlay.Map(Enumerable.Range(0, 601).Select(i => (At(i * 3), (int?)null)), keepOriginal: false);

    private static HeartRateSample Sample(int second, int bpm) => new(At(second), bpm, "workout");

    private static DateTimeOffset At(double second) => Workouts.Start.AddSeconds(second);
}
