using System.Collections.Immutable;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.OuraHeartRate;
using FitGlue.Testing;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Plugins.Boosters.OuraHeartRate.OuraHeartRateTests;

namespace FitGlue.Tests.Plugins.Boosters.OuraHeartRate;

/// <summary>What is said of clocks that disagree, by seconds or by hours.</summary>
public sealed class ClockTests
{
    private static IBooster Booster => OuraHeartRateTests.Booster;

    [Theory]
    [InlineData(2, "2 h later")]
    [InlineData(-1, "1 h earlier")]
    [InlineData(14, "14 h later")]
    public void A_clock_that_is_whole_hours_off_is_told_and_nothing_is_shifted(int hours, string where)
    {
        var elsewhere = Every5(1800).Select(s => (s.Second + (hours * 3600), s.Bpm)).Append((20 * 3600.0, 60));

        var skipped = Booster.Skipped(Input(Recorded(1800, Every(1, 1800)), elsewhere), """{ "autoOffset": true }""");

        skipped.Reason.ShouldContain($"that of a workout {where}");
        skipped.Reason.ShouldContain("Nothing was shifted");
        skipped.Metadata!.Number("hoursOff").ShouldBe(hours);
        skipped.Metadata!.Text("code").ShouldBe("insufficient_hr");
    }

    [Fact]
    public void Rest_in_other_hours_is_no_clock_that_is_off() =>
        Booster
            .Skipped(Input(Recorded(1800, Every(1, 1800)), Rest()))
            .Metadata!.ContainsKey("hoursOff")
            .ShouldBeFalse("every hour but that of the workout has a reading each five minutes");

    [Fact]
    public void A_workout_before_one_that_the_ring_has_not_sent_yet_is_no_clock_that_is_off() =>
        Booster
            .Skipped(Input(Recorded(1800, Every(1, 1800)), Every5(1800).Select(s => (s.Second - 3600, s.Bpm))))
            .Metadata!.ContainsKey("hoursOff")
            .ShouldBeFalse();

    [Fact]
    public void A_workout_half_an_hour_away_is_another_workout() =>
        Booster
            .Skipped(Input(Recorded(1800, Every(1, 1800)), Every5(1800).Select(s => (s.Second + 1801, s.Bpm))))
            .Metadata!.ContainsKey("hoursOff")
            .ShouldBeFalse();

    [Fact]
    public void A_clock_that_is_off_is_told_and_followed_only_where_that_is_wanted()
    {
        // The device has the same heart rate, thirty seconds later.
        var activity = Recorded(1800, Every(1, 1800), hasHeartRate: _ => true, bpm: second => BpmAt(second - 30));
        var input = Input(activity, Every5(1800));

        var told = Booster.Applied(input, """{ "mode": "replace" }""").Metadata;
        var followed = Booster.Applied(input, """{ "mode": "replace", "autoOffset": true }""").Metadata;

        (told.Number("suggestedOffsetSeconds"), told.Number("offsetSeconds")).ShouldBe((30, 0));
        followed.Number("offsetSeconds").ShouldBe(30);
    }

    [Fact]
    public void Clocks_that_agree_are_left_alone() =>
        Booster
            .Applied(
                Input(Recorded(1800, Every(1, 1800), hasHeartRate: _ => true, bpm: BpmAt), Every5(1800)),
                """{ "mode": "replace", "autoOffset": true }"""
            )
            .Metadata["suggestedOffsetSeconds"]
            .ShouldBeNull();

    [Theory]
    [InlineData(-120)]
    [InlineData(-5)]
    [InlineData(120)]
    public void A_shift_is_found_to_its_ends(int lag) =>
        ClockOffset.Suggest(Samples(1800, second => BpmAt(second - lag)), Samples(1800, BpmAt)).ShouldBe(lag);

    [Fact]
    public void Less_than_five_minutes_together_tell_of_no_clock() =>
        ClockOffset.Suggest(Samples(290, second => BpmAt(second - 30)), Samples(290, BpmAt)).ShouldBeNull();

    // Flaw: 241 shifts over each second of a month.
    [Fact]
    public void A_workout_of_a_month_is_compared_by_its_first_hours()
    {
        const int month = 31 * 24 * 3600;
        var (ours, theirs) = (Samples(month, second => BpmAt(second - 30), 30), Samples(month, BpmAt, 30));
        var before = GC.GetAllocatedBytesForCurrentThread();

        ClockOffset.Suggest(ours, theirs).ShouldBe(30);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(5_000_000);
    }

    [Fact]
    public void The_hours_that_are_compared_begin_where_both_have_heart_rate()
    {
        var late = Samples(3600, BpmAt).Select(sample => sample with { Time = sample.Time.AddHours(20) });
        var ours = Samples(24 * 3600, second => BpmAt(second - (20 * 3600) - 30));

        ClockOffset.Suggest(ours, [.. late]).ShouldBe(30);
    }

    private static ImmutableArray<HeartRateSample> Samples(int seconds, Func<int, int> bpm, int spacing = 5) =>
        [.. Workouts.Samples(Every(spacing, seconds).Select(second => ((double)second, bpm(second))))];

    private static IEnumerable<(double, int)> Rest() =>
        Enumerable.Range(-160, 330).Select(i => (i * 300.0, 62)).Where(reading => reading.Item1 is < 0 or > 1800);
}
