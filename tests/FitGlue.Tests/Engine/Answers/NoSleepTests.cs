using FitGlue.Core.Days;
using FitGlue.Engine.Answers;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.Answers.Standings;

namespace FitGlue.Tests.Engine.Answers;

public sealed class NoSleepTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.Date);

    private static readonly NoSleepEvidence Full = new()
    {
        Standing = Well,
        Supported = true,
        Granted = true,
        ReadAt = Now.AddHours(-1),
        Nights = Thirty(NightState.Recorded),
    };

    public static TheoryData<string, NoSleepEvidence> Verdicts =>
        new()
        {
            { "not-kept", Full with { Supported = false } },
            { "scope-missing", Full with { Granted = false } },
            { "not-read-yet", Full with { ReadAt = null } },
            { "not-synced", Full with { Nights = Thirty(NightState.Recorded, last: NightState.NotSynced) } },
            { "app-not-opened", Full with { Nights = Thirty(NightState.Recorded, last: NightState.AppNotOpened) } },
            { "ring-not-worn", Full with { Nights = Thirty(NightState.NotWorn, last: NightState.Recorded) } },
            { "nothing-received", Full with { Nights = Thirty(NightState.NothingReceived, last: NightState.Recorded) } },
            { "none-at-source", Full with { Nights = Thirty(NightState.NoneAtSource) } },
            { "some-missing", Full with { Nights = Thirty(NightState.Recorded, last: NightState.Deleted) } },
            { "all-well", Full },
        };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_nights_decide_and_what_is_by_design_is_said(string verdict, NoSleepEvidence evidence)
    {
        var answer = NoSleep.Of(evidence, Now);

        answer.Verdict.ShouldBe(verdict);
        answer.Headline.ShouldStartWith("By design workouts are imported and sleep is not turned into activities.");
        answer.Details.Count.ShouldBe(30, "every night has a row");
        (answer.Move is Move.You && answer.NextStep is null).ShouldBeFalse("whose move it is learns what to do");
    }

    [Fact]
    public void Missing_nights_are_sorted_by_their_reason()
    {
        var nights = Thirty(NightState.Recorded).Take(27).Append(new(Today, NightState.NotWorn)).Append(new(Today, NightState.NotWorn));

        var answer = NoSleep.Of(Full with { Nights = [.. nights, new(Today, NightState.Deleted)] }, Now);

        answer.Headline.ShouldContain("27 of 30 nights; 2 not worn, 1 deleted in the app.");
    }

    public static TheoryData<NightState, DayRecord[], TimeSpan> States =>
        new()
        {
            { NightState.Recorded, [Sleep(SleepKind.Night)], TimeSpan.Zero },
            { NightState.Recorded, [Sleep(SleepKind.Deleted), Sleep(SleepKind.Night)], TimeSpan.Zero },
            { NightState.NapOnly, [Sleep(SleepKind.Nap)], TimeSpan.Zero },
            { NightState.NapOnly, [Sleep(SleepKind.Rest)], TimeSpan.Zero },
            { NightState.Deleted, [Sleep(SleepKind.Deleted)], TimeSpan.Zero },
            { NightState.NotWorn, [Moved(hours: 6)], TimeSpan.Zero },
            { NightState.NotSynced, [Moved(hours: 1)], TimeSpan.FromHours(20) },
            { NightState.AppNotOpened, [Moved(hours: 1), Slept(Today.AddDays(-1))], TimeSpan.Zero },
            { NightState.NoneAtSource, [Moved(hours: 1), new DayRecord.Readiness(Today, 80, null)], TimeSpan.Zero },
            { NightState.NothingReceived, [], TimeSpan.Zero },
        };

    [Theory]
    [MemberData(nameof(States))]
    public void A_night_is_there_or_it_is_said_why_not(NightState state, DayRecord[] records, TimeSpan silent)
    {
        var nights = Nights.Of(records, Now - silent, Now.ToOffset(TimeSpan.FromHours(2)));

        nights.Count.ShouldBe(30);
        nights[^1].ShouldBe(new(Today, state));
    }

    [Fact]
    public void A_night_that_may_not_be_over_is_not_missing()
    {
        var morning = Now.AddHours(-5);

        Nights.Of([], morning, morning.ToOffset(TimeSpan.FromHours(2)))[^1].Day.ShouldBe(Today.AddDays(-1));
    }

    private static DayRecord.Sleep Sleep(SleepKind kind) => new(Today, kind, Now.AddHours(-12), Now.AddHours(-5), null, null, null, null);

    private static DayRecord.Sleep Slept(DateOnly day) => Sleep(SleepKind.Night) with { Day = day };

    private static DayRecord.Movement Moved(int hours) => new(Today, 5000, TimeSpan.FromHours(hours), null, null);

    private static IReadOnlyList<Night> Thirty(NightState state, NightState? last = null) =>
        [.. Enumerable.Range(0, 30).Select(index => new Night(Today.AddDays(index - 29), index == 29 ? last ?? state : state))];
}
