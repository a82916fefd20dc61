using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Fit;

public sealed class FitLaws
{
    [Fact]
    public void The_header_tells_the_length_and_both_checksums_hold() =>
        Gen.Select(Gen.Int[0, 7200], Gen.Int[60, 180].Array[0, 50], Gen.Double[0, 1e6], Gen.Bool)
            .Sample(
                (seconds, bpm, figure, known) =>
                {
                    var samples = bpm.Select((value, index) => ((double)index * 7, value));
                    var activity = Workouts.Of(seconds, samples) with
                    {
                        Calories = known ? figure : null,
                        DistanceMeters = known ? null : figure,
                    };

                    var file = FitFile.Encode(activity);

                    BitConverter.ToUInt32(file, 4).ShouldBe((uint)file.Length - 16);
                    FitCrc.Of(file.AsSpan(..12)).ShouldBe(BitConverter.ToUInt16(file, 12));
                    FitCrc.Of(file).ShouldBe((ushort)0);
                }
            );

    // One run of the decoder for all series: starting it for each takes long, and its skip would count as a failed law.
    [Fact]
    public void What_was_sampled_is_read_back()
    {
        var series = Gen.Int[40, 200].Array[1, 200].Array[20].Single();
        Activity[] activities = [.. series.Select(bpm => Workouts.Of(1200, bpm.Select((value, index) => ((double)index * 5, value))))];

        var decoded = DecodedFit.OfAll(activities.Select(FitFile.Encode));

        foreach (var (file, activity) in decoded.Zip(activities))
        {
            var bpm = file["messages"]!["recordMesgs"]!.AsArray().Select(r => r!["heartRate"]?.GetValue<int>());
            bpm.OfType<int>().ShouldBe(activity.HeartRate.Samples.Select(s => s.Bpm));
        }
    }
}
