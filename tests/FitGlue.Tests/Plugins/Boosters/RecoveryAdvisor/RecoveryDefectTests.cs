using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters.RecoveryAdvisor;

/// <summary>What the booster of the same name elsewhere gets wrong, one test each.</summary>
public sealed class RecoveryDefectTests
{
    private static IBooster Booster => RecoveryAdvisorTests.Booster;

    [Fact]
    public void Women_are_not_weighed_with_the_factor_of_men()
    {
        var woman = Athletes.Input(Workouts.Strength) with { Athlete = Athletes.Known with { Sex = Sex.Female } };

        Booster.Applied(woman).Metadata.Number("trimp").ShouldBe(72.72, 0.005);
        Booster.Applied(Athletes.Input(Workouts.Strength)).Metadata.Number("trimp").ShouldBe(63.51, 0.005);
    }

    [Fact]
    public void A_maximum_of_190_and_a_resting_rate_of_60_are_not_assumed_in_silence()
    {
        Booster.Skipped(Athletes.Input(Workouts.Strength) with { Athlete = Athlete.Unknown });

        var assumed = Booster.Applied(Athletes.Input(Workouts.Strength) with { Athlete = new() { BirthYear = 1986 } });
        assumed.Metadata["reasons"]!
            .AsArray()
            .Select(reason => reason!.GetValue<string>())
            .ShouldBeSubsetOf(["est_max", "rest_assumed", "sparse", "no_overnight"]);
        assumed.Metadata.Text("restingHeartRateFrom").ShouldBe("assumed");
    }

    [Fact]
    public void Load_is_not_that_of_the_plain_mean_of_samples() =>
        Booster
            .Applied(Athletes.Input(Workouts.Strength))
            .Metadata.Number("averageBpm")
            .ShouldBe(138.3943, 1e-4, "the plain mean is 127.3");

    [Fact]
    public void A_backfilled_workout_does_not_land_on_today()
    {
        var (today, longAgo) = (Athletes.Input(Workouts.Strength), Athletes.Input(Workouts.Strength.Shifted(TimeSpan.FromDays(-700))));

        Booster.Applied(longAgo).Section.ShouldBe(Booster.Applied(today).Section);
    }

    [Fact]
    public void Three_days_of_history_are_no_overreaching()
    {
        var applied = Booster.Applied(Athletes.Input(Workouts.Strength) with { History = Athletes.Each(Workouts.Strength, 1, 2) });

        applied.Metadata["loadStatus"].ShouldBeNull();
        applied.Metadata["factors"]!.AsObject().Number("trend").ShouldBe(1);
        applied.Section!.ShouldContain("(3 of 21 days)");
    }

    [Fact]
    public void Reprocessing_an_earlier_workout_counts_nothing_twice()
    {
        Activity[] workouts = [.. Athletes.Each(Athletes.Steady(150), Enumerable.Range(0, 30))];
        string[] once = [.. workouts.Index().Select(at => Text(at.Index))];

        string[] again = [.. workouts.Index().Reverse().Select(at => Text(at.Index)).Reverse()];

        again.ShouldBe(once);

        string Text(int index) => Booster.Applied(Athletes.Input(workouts[index]) with { History = workouts[..index] }).Section!;
    }

    [Fact]
    public void An_average_of_28_days_is_not_their_sum() =>
        Steady(30).Metadata.Number("loadRatio").ShouldBe(1, 1e-9, "the same load each day is a ratio of one");

    [Fact]
    public void The_documented_options_are_read()
    {
        var input = Athletes.Input(Workouts.Strength);

        Hours("beginner").ShouldBe(Hours("intermediate") * 1.25, 1e-9);
        Hours("advanced").ShouldBe(Hours("intermediate") * 0.85, 1e-9);
        Booster.Applied(input).Section!.ShouldContain("Training status:");
        Booster.Applied(input, """{ "showStatus": false }""").Section!.ShouldNotContain("Training status:");

        double Hours(string level) => Booster.Applied(input, $$"""{ "fitnessLevel": "{{level}}" }""").Metadata.Number("hoursMid");
    }

    [Fact]
    public void The_documented_status_maintaining_is_said()
    {
        Steady(30).Metadata.Text("loadStatus").ShouldBe("maintaining");
        Steady(30).Section!.ShouldContain("Training status: Steady");
    }

    [Fact]
    public void The_promised_insufficient_data_exists() =>
        Booster.Skipped(Athletes.Input(Workouts.Of(1800))).Reason.ShouldStartWith("Not enough heart-rate data");

    [Fact]
    public void A_workout_without_heart_rate_is_not_half_a_point_a_minute()
    {
        var without = Athletes.Steady(150) with { HeartRate = HeartRate.None };
        var input = Athletes.Input(Athletes.Steady(150));

        var applied = Booster.Applied(input with { History = Athletes.Each(without, Enumerable.Range(1, 30)) });

        applied.Metadata["loadRatio"].ShouldBeNull();
        applied.Section!.ShouldContain("workouts with heart rate");
    }

    [Fact]
    public void The_promised_range_is_a_range() => Booster.Applied(Athletes.Input(Workouts.Strength)).Section!.ShouldContain("28–46 hours");

    [Fact]
    public void Nights_count()
    {
        var (usual, bad) = (Athletes.Nights(Athletes.UsualWeek, 52, 7.5), Athletes.Nights(Athletes.LowWeek, 57, 5.5));
        var input = Athletes.Input(Workouts.Strength);

        Booster
            .Applied(input with { Days = bad })
            .Metadata.Number("hoursMid")
            .ShouldBe(Booster.Applied(input with { Days = usual }).Metadata.Number("hoursMid") * 1.5, 1e-9);
    }

    private static Boost.Applied Steady(int days) =>
        Booster.Applied(
            Athletes.Input(Athletes.Steady(130)) with
            {
                History = Athletes.Each(Athletes.Steady(130), Enumerable.Range(1, days)),
            }
        );
}
