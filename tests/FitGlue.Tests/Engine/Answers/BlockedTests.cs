using FitGlue.Core;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Connections;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine.Answers;

/// <summary>The first lines of every table: without a connection that works nothing else matters.</summary>
public sealed class BlockedTests
{
    public static TheoryData<HealthState, TroubleCode?, string, Move> Cases =>
        new()
        {
            { HealthState.Paused, null, "paused", Move.You },
            { HealthState.Reconnect, TroubleCode.GrantGone, "reconnect", Move.You },
            { HealthState.Reconnect, TroubleCode.Revoked, "reconnect", Move.You },
            { HealthState.Limited, TroubleCode.Membership, "membership-lapsed", Move.You },
            { HealthState.Limited, TroubleCode.AppOutdated, "app-outdated", Move.You },
            { HealthState.Limited, TroubleCode.WrongPortal, "server-misconfigured", Move.Us },
            { HealthState.Limited, TroubleCode.Misconfigured, "server-misconfigured", Move.Us },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_connection_that_does_not_work_is_the_answer_to_every_question(
        HealthState state,
        TroubleCode? trouble,
        string verdict,
        Move move
    )
    {
        var standing = Standings.Well with { State = state, Trouble = trouble, Reason = "What happened." };

        foreach (var answer in All(standing))
        {
            answer.Verdict.ShouldBe(verdict, answer.Question);
            answer.Move.ShouldBe(move);
            answer.Headline.ShouldBe("What happened.");
            answer.NextStep.ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public void Nothing_connected_is_said_before_anything_else() =>
        All(new Standing()).ShouldAllBe(answer => answer.Verdict == "not-connected" && answer.Link == "/connections");

    [Fact]
    public void The_answers_carry_the_ids_of_their_questions() =>
        All(Standings.Well).Select(answer => answer.Question).ShouldBe(Questions.All);

    private static IReadOnlyList<Answer> All(Standing standing) =>
        [
            NoActivities.Of(new() { Standing = standing }, Standings.Now),
            HeartRateMonth.Of(new() { Standing = standing, Verdicts = new Dictionary<string, int>() }, Standings.Now),
            DelayedSync.Of(
                new()
                {
                    Standing = standing,
                    ToSource = Clock.Of([]),
                    ToUs = Clock.Of([]),
                    ToTargets = Clock.Of([]),
                },
                Standings.Now
            ),
            NoSleep.Of(new() { Standing = standing, Nights = [] }, Standings.Now),
        ];
}
