using FitGlue.Engine.Answers;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.Answers.Standings;

namespace FitGlue.Tests.Engine.Answers;

public sealed class HeartRateSparseTests
{
    private static readonly DateTimeOffset Start = Now.AddHours(-3);
    private static readonly DateTimeOffset End = Start.AddMinutes(30);

    private static readonly HeartRateEvidence Dense = With(Every(5));

    public static TheoryData<string, HeartRateEvidence> Verdicts =>
        new()
        {
            { "dense", Dense },
            { "dense", With(Every(60)) },
            { "background-only", With(Every(300)) },
            { "background-only", With([Start.AddMinutes(10)]) },
            { "gap-in-the-middle", With([.. Every(5).Where(at => at < Start.AddMinutes(8) || at > Start.AddMinutes(20))]) },
            { "not-arrived-yet", With([]) with { Expected = true } },
            { "not-arrived-yet", With([.. Every(5).Where(at => at < Start.AddMinutes(8))]) with { Expected = true } },
            { "nothing-measured", With([]) },
            { "scope-missing", With([]) with { HeartRateGranted = false } },
        };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_samples_of_a_workout_decide(string verdict, HeartRateEvidence evidence)
    {
        var answer = HeartRateSparse.Of(evidence, Now);

        answer.Verdict.ShouldBe(verdict);
        HeartRateSparse.VerdictOf(evidence).ShouldBe(verdict);
        answer.Numbers.First(number => number.Label == "Samples").Value.ShouldBe(evidence.Samples);
        (answer.Move is Move.You && answer.NextStep is null).ShouldBeFalse("whose move it is learns what to do");
    }

    [Fact]
    public void The_gap_is_named_with_its_length_and_place()
    {
        var evidence = With([.. Every(5).Where(at => at <= Start.AddMinutes(8) || at >= Start.AddMinutes(20))]);

        HeartRateSparse.Of(evidence, Now).Headline.ShouldStartWith("Recorded, with a gap of 12 min from 15 Jun, 11:08 on");
    }

    [Fact]
    public void Waiting_says_when_it_is_asked_for_again()
    {
        var answer = HeartRateSparse.Of(With([]) with { Expected = true, AskedAgainAt = Now.AddMinutes(10) }, Now);

        answer.Done.ShouldHaveSingleItem().ShouldBe("It is asked for again 15 Jun, 14:10.");
        answer.Headline.ShouldContain("the newest reading at Example app is of 15 Jun, 13:30 (30 min ago)");
    }

    [Fact]
    public void Nothing_is_filled_in_and_boosters_that_skipped_are_counted()
    {
        var answer = HeartRateSparse.Of(With(Every(300)) with { BoostersSkipped = 2 }, Now);

        answer.Done.ShouldBe(["Nothing was filled in.", "2 boosters skipped this workout; the run says why."]);
    }

    [Theory]
    [InlineData("all-well", "dense", 8, "background-only", 2)]
    [InlineData("background-only", "background-only", 6, "dense", 4)]
    [InlineData("gap-in-the-middle", "gap-in-the-middle", 5, "dense", 5)]
    [InlineData("nothing-measured", "nothing-measured", 7, "dense", 1)]
    [InlineData("not-arrived-yet", "not-arrived-yet", 1, "dense", 9)]
    [InlineData("no-workouts", "dense", 0, "dense", 0)]
    public void What_holds_for_most_of_30_days_is_the_answer(string verdict, string first, int many, string second, int others)
    {
        var verdicts = new Dictionary<string, int> { [first] = many };
        verdicts[second] = verdicts.GetValueOrDefault(second) + others;
        var evidence = new HeartRateMonthEvidence
        {
            Standing = Well,
            HeartRateGranted = true,
            Verdicts = verdicts,
        };

        HeartRateMonth.Of(evidence, Now).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void Without_the_scope_no_workout_needs_to_be_looked_at() =>
        HeartRateMonth
            .Of(
                new()
                {
                    Standing = Well,
                    HeartRateGranted = false,
                    Verdicts = new Dictionary<string, int>(),
                },
                Now
            )
            .Verdict.ShouldBe("scope-missing");

    private static List<DateTimeOffset> Every(int seconds) =>
        [.. Enumerable.Range(0, (30 * 60 / seconds) + 1).Select(index => Start.AddSeconds(index * seconds))];

    private static HeartRateEvidence With(IReadOnlyList<DateTimeOffset> times) =>
        new()
        {
            Standing = Well,
            HeartRateGranted = true,
            StartedAt = Start,
            EndedAt = End,
            Samples = times.Count,
            Spacing = Spacing.Of(times),
            Coverage = 0.9,
        };
}
