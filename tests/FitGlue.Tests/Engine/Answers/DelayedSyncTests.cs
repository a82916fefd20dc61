using FitGlue.Engine.Answers;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.Answers.Standings;

namespace FitGlue.Tests.Engine.Answers;

public sealed class DelayedSyncTests
{
    private static readonly DelayedSyncEvidence Prompt = new()
    {
        Standing = Well,
        ToSource = Clock.Of([TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(10)]),
        ToUs = Clock.Of([TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(40)]),
        ToTargets = Clock.Of([TimeSpan.FromSeconds(1)]),
        Notified = true,
        Interval = TimeSpan.FromHours(1),
        NewestEndedAt = Now.AddHours(-2),
        NewestArrivedAt = Now.AddHours(-1),
    };

    public static TheoryData<string, DelayedSyncEvidence> Verdicts =>
        new()
        {
            { "not-synced", Prompt with { Standing = NotSynced(TimeSpan.FromHours(15)) } },
            { "ring-not-worn", Prompt with { Standing = NotWorn } },
            { "webhooks-silent", Prompt with { WebhooksSilentSince = Now.AddDays(-2), MissedByWebhooks = 4 } },
            { "source-limit", Prompt with { SourceLimitUntil = Now.AddMinutes(10) } },
            { "delivery-needs-you", Prompt with { StoppedDeliveries = 1 } },
            { "target-limit", Prompt with { WaitingTarget = "Files", WaitingTargetUntil = Now.AddHours(3), WaitingDeliveries = 4 } },
            { "backlog", Prompt with { Backlog = 12, BacklogSince = Now.AddMinutes(-20) } },
            { "late-to-source", Prompt with { ToSource = Clock.Of([TimeSpan.FromHours(5)]) } },
            { "nothing-to-measure", Prompt with { NewestArrivedAt = null } },
            { "polling-only", Prompt with { Notified = false, Interval = TimeSpan.FromMinutes(15) } },
            { "all-well", Prompt },
            { "all-well", Prompt with { Backlog = 3, BacklogSince = Now.AddSeconds(-20) } },
        };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_clock_that_takes_the_time_is_the_answer(string verdict, DelayedSyncEvidence evidence)
    {
        var answer = DelayedSync.Of(evidence, Now);

        answer.Verdict.ShouldBe(verdict);
        answer.Numbers.Count(number => number.Label.EndsWith("half within", StringComparison.Ordinal)).ShouldBe(3, "three clocks");
        (answer.Move is Move.You && answer.NextStep is null).ShouldBeFalse("whose move it is learns what to do");
    }

    [Fact]
    public void A_silent_device_is_told_with_the_time_of_its_newest_reading() =>
        DelayedSync
            .Of(Prompt with { Standing = NotSynced(TimeSpan.FromHours(15)) }, Now)
            .Headline.ShouldBe("Your ring last reached Example app 14 Jun, 23:00 (15 h ago), the time of its newest reading.");

    [Fact]
    public void Silent_webhooks_are_our_move_and_say_what_was_done()
    {
        var evidence = Prompt with
        {
            WebhooksSilentSince = Now.AddDays(-2),
            MissedByWebhooks = 4,
            SubscriptionRepairedAt = Now.AddDays(-1),
        };

        var answer = DelayedSync.Of(evidence, Now);

        answer.Move.ShouldBe(Move.Us);
        answer.Done.ShouldBe(["4 workouts of the last 30 days were found by polling.", "The subscription was renewed 14 Jun, 14:00."]);
    }

    [Fact]
    public void A_clock_knows_its_half_its_tail_and_its_newest_case()
    {
        var clock = Clock.Of([.. Enumerable.Range(1, 100).Select(minutes => TimeSpan.FromMinutes(minutes))]);

        clock.ShouldBe(new(100, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(95), TimeSpan.FromMinutes(100)));
        Clock.Of([]).ShouldBe(new(0, null, null, null));
    }
}
