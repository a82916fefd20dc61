using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.EffortScore;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using FitGlue.Tests.Plugins.Boosters.RecoveryAdvisor;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class EffortScoreConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = EffortScoreTests.Booster;
}

public sealed class EffortScoreTests
{
    private static readonly Sport Yoga = new("yoga", "Yoga");

    internal static IBooster Booster { get; } = Boosts.Created(services => services.AddEffortScore());

    [Fact]
    public void Is_written() =>
        Golden.Matches(Booster.Applied(Against(Athletes.Steady(150, 45), 120, 130, 140, 150, 155, 160)).Section!, "effort.txt");

    [Theory]
    [InlineData(100, 0, "Easy", "• 📉 Easier than usual")]
    [InlineData(141, 50, "Moderate", "• ➡️ Typical effort")]
    [InlineData(181, 100, "All-Out", "• 📈 Harder than usual")]
    public void Is_a_rank_among_ones_own(int bpm, double score, string label, string conclusion)
    {
        var applied = Booster.Applied(Against(Athletes.Steady(bpm), 110, 130, 140, 150, 160, 170));

        (applied.Metadata.Number("score"), applied.Metadata.Text("label")).ShouldBe((score, label));
        applied.Section!.ShouldEndWith(conclusion);
    }

    [Fact]
    public void The_usual_effort_is_fifty_and_neither_side_of_it_is_hard()
    {
        Booster.Applied(Against(Athletes.Steady(140), 140, 140, 140, 140, 140)).Metadata.Number("score").ShouldBe(50);
        Booster.Applied(Against(Athletes.Steady(140), 120, 130, 140, 150, 160)).Metadata.Text("label").ShouldBe("Moderate");
    }

    // Flaw: 30.2 was "30/100 (Moderate)", and 30 is easy.
    [Fact]
    public void The_word_is_that_of_the_number_that_is_printed()
    {
        // 16 of 53 were lighter: 30.19.
        int[] history = [.. Enumerable.Repeat(120, 16), .. Enumerable.Repeat(160, 37)];
        var applied = Booster.Applied(
            Athletes.Input(Athletes.Steady(140)) with
            {
                History = [.. history.Select((bpm, index) => Athletes.Steady(bpm, spacing: 60).Shifted(TimeSpan.FromHours(-index - 1)))],
            }
        );

        applied.Metadata.Number("score").ShouldBe(1600.0 / 53, 1e-9);
        applied.Metadata.Text("label").ShouldBe("Easy");
        applied.Section!.ShouldStartWith("💥 Effort Score: 30/100 (Easy)");
        applied.Section!.ShouldEndWith("• 📉 Easier than usual");
    }

    [Fact]
    public void Another_kind_of_sport_is_not_compared_with()
    {
        var input = Against(Athletes.Steady(140) with { Type = Yoga }, 120, 130, 140, 150, 160);

        Booster.Skipped(input).Reason.ShouldBe("Not enough to compare with yet: 0 of 5 workouts of this kind with heart rate in 42 days.");
    }

    [Fact]
    public void Only_six_weeks_are_compared_with() =>
        Booster
            .Skipped(Athletes.Input(Athletes.Steady(140)) with { History = Athletes.Each(Athletes.Steady(130), 1, 2, 3, 41, 42, 43) })
            .Reason.ShouldContain(" 4 of 5 ");

    [Fact]
    public void Workouts_without_heart_rate_are_not_compared_with()
    {
        var input = Against(Athletes.Steady(140), 120, 130, 140, 150, 160);

        Booster
            .Skipped(input with { History = [.. input.History.Select((a, i) => i == 0 ? a with { HeartRate = HeartRate.None } : a)] })
            .Reason.ShouldContain(" 4 of 5 ");
    }

    [Fact]
    public void A_repost_appends_nothing()
    {
        var input = Against(Athletes.Steady(140), 120, 130, 140, 150, 160);

        Booster.Applied(input).Section.ShouldBe(Booster.Applied(input).Section);
    }

    [Fact]
    public void Is_dated_by_the_workout_and_not_by_the_clock()
    {
        var by = TimeSpan.FromDays(-500);
        var input = Against(Athletes.Steady(150), 120, 130, 140, 150, 160);

        Booster
            .Applied(input with { Activity = input.Activity.Shifted(by), History = [.. input.History.Select(a => a.Shifted(by))] })
            .Section.ShouldBe(Booster.Applied(input).Section);
    }

    [Fact]
    public void A_maximum_of_190_is_not_everybodys() =>
        Booster.Skipped(new(Athletes.Steady(140), null)).Reason.ShouldContain("add your birth year or max heart rate");

    [Fact]
    public void Reasons_may_be_left_out() =>
        Booster
            .Applied(Against(Athletes.Steady(140), 120, 130, 140, 150, 160), """{ "showReasons": false }""")
            .Section!.Split('\n')
            .Length.ShouldBe(2);

    [Fact]
    public void More_load_never_lowers_the_score() =>
        Gen.Select(Gen.Int[100, 180].Array[5, 12], Gen.Int[100, 179])
            .Sample(
                (history, bpm) =>
                    Score(Against(Athletes.Steady(bpm + 1, spacing: 60), history))
                        .ShouldBeGreaterThanOrEqualTo(Score(Against(Athletes.Steady(bpm, spacing: 60), history))),
                iter: 50
            );

    private static double Score(BoosterInput input) => Booster.Applied(input).Metadata.Number("score");

    private static BoosterInput Against(Activity activity, params int[] history) =>
        Athletes.Input(activity) with
        {
            History =
            [
                .. history.Select((bpm, index) => Athletes.Steady(bpm, spacing: 60).Shifted(TimeSpan.FromDays(index - history.Length))),
            ],
        };
}
