using System.Collections.Immutable;
using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Activities;

/// <summary>What holds for any readings in and around any pauses.</summary>
public sealed class PauseLaws
{
    private static readonly DateTimeOffset Start = Workouts.Start;
    private static readonly DateTimeOffset End = Start.AddMinutes(30);

    [Fact]
    public void What_lies_in_pauses_is_in_no_figure() =>
        Gen.Select(HeartRateLaws.Readings, Gen.Int[-900, 2700].Array[0, 12])
            .Sample(
                (readings, bounds) =>
                {
                    ImmutableArray<Pause> pauses =
                    [
                        .. bounds
                            .Distinct()
                            .Order()
                            .Chunk(2)
                            .Where(pair => pair.Length == 2)
                            .Select(pair => new Pause(Start.AddSeconds(pair[0]), Start.AddSeconds(pair[1]))),
                    ];
                    var heartRate = HeartRate.Of(readings, Start, End, pauses);
                    var running = heartRate.Samples.Where(s => !pauses.Any(p => p.Start < s.Time && s.Time < p.End)).ToArray();
                    DateTimeOffset[] marks = [Start, .. running.Select(s => s.Time), End];

                    heartRate.Counted.ShouldBe(running.Length);
                    heartRate.MinBpm.ShouldBe(running.Length == 0 ? null : running.Min(s => s.Bpm));
                    heartRate.MaxBpm.ShouldBe(running.Length == 0 ? null : running.Max(s => s.Bpm));
                    heartRate.LongestGap.ShouldBe(
                        marks
                            .Zip(
                                marks.Skip(1),
                                (from, to) =>
                                    pauses.Aggregate(to - from, (gap, p) => gap - new[] { Overlap(p, from, to), TimeSpan.Zero }.Max())
                            )
                            .Max()
                    );
                }
            );

    private static TimeSpan Overlap(Pause pause, DateTimeOffset from, DateTimeOffset to) =>
        (pause.End < to ? pause.End : to) - (pause.Start > from ? pause.Start : from);
}
