using FitGlue.Engine.Fetch;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>When the last days are looked at again.</summary>
public sealed class ReconcilePlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_long_look_is_due_once_a_day_and_after_the_clock_was_put_back()
    {
        ReconcilePlan.IsLong(null, Now).ShouldBeTrue();
        ReconcilePlan.IsLong(Now.AddHours(-23), Now).ShouldBeFalse();
        ReconcilePlan.IsLong(Now.AddHours(-24), Now).ShouldBeTrue();
        ReconcilePlan.IsLong(Now.AddMinutes(1), Now).ShouldBeTrue();
    }

    [Fact]
    public void The_wait_is_the_interval_with_a_tenth_of_jitter_at_the_most()
    {
        ReconcilePlan.Wait(Hour, false, false, 0).ShouldBe(Hour);
        ReconcilePlan.Wait(Hour, false, false, 1).ShouldBe(Hour * 1.1);
        ReconcilePlan.Wait(Hour, true, false, 0).ShouldBe(Hour / 4);
        ReconcilePlan.Wait(Hour, false, true, 0).ShouldBe(TimeSpan.FromMinutes(10));
        ReconcilePlan.Wait(TimeSpan.FromSeconds(1), true, true, 0).ShouldBe(TimeSpan.FromSeconds(0.25));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(25, true)]
    [InlineData(95, true)]
    [InlineData(97, false)]
    public void Somebody_who_trains_daily_is_silent_after_more_than_a_day_and_has_stopped_after_four(int hours, bool silent) =>
        ReconcilePlan.IsUnusuallySilent(Daily(30, Now.AddHours(-hours)), Now).ShouldBe(silent);

    [Fact]
    public void One_long_pause_among_many_gaps_is_no_habit_and_few_gaps_say_nothing()
    {
        var afterAPause = Daily(25, Now.AddHours(-30)).Append(Now.AddDays(-60));

        ReconcilePlan.IsUnusuallySilent(afterAPause, Now).ShouldBeTrue();
        ReconcilePlan.IsUnusuallySilent(Daily(8, Now.AddDays(-2)), Now).ShouldBeFalse();
        ReconcilePlan.IsUnusuallySilent([], Now).ShouldBeFalse();
    }

    [Fact]
    public void Workouts_after_the_clock_was_put_back_are_no_silence() =>
        ReconcilePlan.IsUnusuallySilent(Daily(30, Now.AddDays(1)), Now).ShouldBeFalse();

    [Fact]
    public void Webhooks_are_silent_when_none_has_come_since_something_was_missed()
    {
        ReconcilePlan.SilentSince(Now.AddMinutes(-6), null, Now).ShouldBe(Now.AddMinutes(-6));
        ReconcilePlan.SilentSince(Now.AddMinutes(-6), Now.AddMinutes(-7), Now).ShouldBe(Now.AddMinutes(-6));
        ReconcilePlan.SilentSince(Now.AddMinutes(-6), Now.AddMinutes(-5), Now).ShouldBeNull();
        ReconcilePlan.SilentSince(Now.AddMinutes(-4), null, Now).ShouldBeNull();
        ReconcilePlan.SilentSince(null, null, Now).ShouldBeNull();
    }

    private static IEnumerable<DateTimeOffset> Daily(int count, DateTimeOffset last) =>
        Enumerable.Range(0, count).Select(i => last.AddDays(-i));
}
