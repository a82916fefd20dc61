using FitGlue.Core;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Connections;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.Answers.Standings;

namespace FitGlue.Tests.Engine.Answers;

public sealed class NoActivitiesTests
{
    private static readonly NoActivitiesEvidence Arrived = new()
    {
        Standing = Well,
        WorkoutsGranted = true,
        AtSource = 9,
        Here = 9,
        Pipelines = 1,
    };

    private static readonly NoActivitiesEvidence Empty = Arrived with { AtSource = 0, Here = 0 };

    public static TheoryData<string, NoActivitiesEvidence> Verdicts =>
        new()
        {
            { "scope-missing", Empty with { WorkoutsGranted = false } },
            {
                "permission-missing",
                Empty with
                {
                    Standing = Well with { State = HealthState.Limited, Trouble = TroubleCode.MissingScope },
                }
            },
            { "first-import", Empty with { Standing = Well with { State = HealthState.New, LastContactAt = null } } },
            { "source-unreachable", Empty with { Standing = Well with { State = HealthState.Late, LastContactAt = Now.AddDays(-2) } } },
            { "we-missed-them", Arrived with { Here = 7 } },
            { "being-fetched", Arrived with { Here = 7, Waiting = 2 } },
            { "ring-not-worn", Empty with { Standing = NotWorn } },
            { "not-synced", Empty with { Standing = NotSynced(TimeSpan.FromHours(60)) } },
            { "nothing-detected", Empty },
            { "nothing-detected", Empty with { AtSource = null } },
            { "pipeline-off", Arrived with { Pipelines = 0 } },
            { "held-back", Arrived with { HeldBack = 9 } },
            { "all-well", Arrived },
            { "all-well", Arrived with { AtSource = null, HeldBack = 3 } },
        };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_first_line_that_fails_is_the_answer(string verdict, NoActivitiesEvidence evidence)
    {
        var answer = NoActivities.Of(evidence, Now);

        answer.Verdict.ShouldBe(verdict);
        answer.Headline.ShouldNotBeNullOrWhiteSpace();
        answer.Numbers.ShouldContain(number => number.Label == "Here, last 7 days");
        (answer.Move is Move.You && answer.NextStep is null).ShouldBeFalse("whose move it is learns what to do");
    }

    [Fact]
    public void What_we_missed_is_ours_and_is_counted()
    {
        var answer = NoActivities.Of(Arrived with { AtSource = 9, Here = 7 }, Now);

        answer.Headline.ShouldBe("Example lists 9 workouts of the last 7 days, 7 of them are here: we missed 2.");
        (answer.Move, answer.Severity).ShouldBe((Move.Us, Severity.Problem));
        answer.Done.ShouldHaveSingleItem().ShouldContain("asked for what is missing");
    }

    [Fact]
    public void The_longest_stretch_of_movement_says_why_nothing_was_detected()
    {
        var evidence = Empty with { LongestMovement = TimeSpan.FromMinutes(9), LongestMovementDay = new DateOnly(2026, 6, 13) };

        NoActivities
            .Of(evidence, Now)
            .Headline.ShouldBe("Example detected no workout in the last 7 days. The longest stretch of movement was 9 min, on Sat 13 Jun.");
    }

    [Fact]
    public void A_device_that_is_silent_for_a_day_and_a_half_is_to_be_synced() =>
        NoActivities
            .Of(Empty with { Standing = NotSynced(TimeSpan.FromHours(60)) }, Now)
            .Headline.ShouldBe("Your ring last reached Example app 13 Jun, 02:00 (2 days ago); what it saw since then is still in it.");

    [Fact]
    public void The_rule_that_held_everything_back_is_linked()
    {
        var run = Guid.NewGuid();
        var evidence = Arrived with { HeldBack = 9, HeldBackRun = run, HeldBackReason = "Shorter than 20 minutes." };

        var answer = NoActivities.Of(evidence, Now);

        answer.Link.ShouldBe($"/runs/{run}");
        answer.Headline.ShouldContain("Shorter than 20 minutes.");
    }
}
