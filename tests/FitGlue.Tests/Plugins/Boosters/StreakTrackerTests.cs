using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.StreakTracker;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class StreakTrackerConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddStreakTracker());

    protected override IReadOnlyList<string> MoreSettings => ["""{ "restDays": 2, "minimumMinutes": 10, "sports": "strength training" }"""];
}

public sealed class StreakTrackerTests
{
    private static readonly Step Tracker = new(Step.Created(services => services.AddStreakTracker()));

    private static readonly Step Running = Tracker.With("""{ "sports": "running" }""");

    [Theory]
    [InlineData(new int[0], "• 🔥 Day 1 of a new workout streak – starting fresh!")]
    [InlineData(new[] { -1 }, "• 🔥 2-day workout streak!")]
    [InlineData(new[] { -2 }, "• 🔥 Day 1 of a new workout streak – starting fresh!")]
    [InlineData(new[] { -1, -2, -3, -4, -5, -6 }, "• 🔥🔥 7-day workout streak!")]
    [InlineData(new[] { -1, -3, -4, -5 }, "• 🔥 2-day workout streak!\n• Best: 3 days")]
    [InlineData(new[] { -1, -2, -4, -5 }, "• 🔥 3-day workout streak!\n• 🏆 New personal best streak!")]
    [InlineData(new[] { -1, -2, -4, -5, -6 }, "• 🔥 3-day workout streak!\n• Best: 3 days")]
    public void Counts_days_in_a_row(int[] earlier, string text) =>
        Tracker.SectionOf(Days.At(0), [.. earlier.Select(day => Days.At(day))]).ShouldBe($"🔥 Streak Tracker:\n{text}");

    [Fact]
    public void Refuses_a_session_that_would_never_count() =>
        Tracker
            .With("""{ "sports": "running, nap" }""")
            .Refused()
            .ShouldBe("Kinds: “nap” is a session, not a workout: it counts in no history.");

    [Theory]
    [InlineData(14, "• 💪🔥 14-day")]
    [InlineData(30, "• 🏆🔥 30-day")]
    public void Grows(int days, string text) =>
        Tracker.SectionOf(Days.At(0), [.. Enumerable.Range(1, days - 1).Select(day => Days.At(-day))]).ShouldContain(text);

    // Flaw of the original: the kind was a name and filtered nothing.
    [Fact]
    public void A_walk_does_not_advance_a_running_streak()
    {
        Running.SectionOf(Days.At(0), Days.At(-1, "walking"), Days.At(-2)).ShouldEndWith("Day 1 of a new running streak – starting fresh!");
        Running.SkippedBy(Days.At(0, "walking"), Days.At(-1)).ShouldBe("Walking does not count for this streak.");
    }

    // Flaw of the original: the day of UTC.
    [Fact]
    public void A_day_is_that_of_the_place()
    {
        var late = At(new(2026, 3, 2, 23, 30, 0, TimeSpan.FromHours(-8)));
        var early = At(new(2026, 3, 3, 0, 30, 0, TimeSpan.FromHours(-8)));
        var nextMorning = At(new(2026, 3, 4, 0, 30, 0, TimeSpan.FromHours(14)));

        Tracker.SectionOf(early, late).ShouldContain("2-day");
        Tracker.SectionOf(nextMorning, late, early).ShouldContain("3-day");
    }

    // Flaw of the original: days that came late were ignored or broke the streak.
    [Fact]
    public void A_day_that_comes_late_closes_the_gap()
    {
        Tracker.SectionOf(Days.At(0), Days.At(-2), Days.At(-3)).ShouldContain("Day 1");
        Tracker.SectionOf(Days.At(0), Days.At(-2), Days.At(-3), Days.At(-1)).ShouldContain("4-day");
    }

    // Flaw of the original: the second workout of a day read differently.
    [Fact]
    public void Every_workout_of_a_day_says_the_same()
    {
        var morning = Days.On(Days.Monday, hour: 7);

        Tracker.SectionOf(Days.At(0), morning, Days.At(-1)).ShouldBe(Tracker.SectionOf(morning, Days.At(-1)));
    }

    // Monday is day 0: Wed to Sun of the week before, a rest on Friday.
    [Theory]
    [InlineData(0, new[] { -1, -2, -4, -5 }, 3)]
    [InlineData(1, new[] { -1, -2, -4, -5 }, 5)]
    [InlineData(1, new[] { -1, -3, -5 }, 3)]
    [InlineData(2, new[] { -1, -3, -5 }, 4)]
    [InlineData(2, new[] { -3, -5, -8 }, 2)]
    [InlineData(2, new[] { -2, -3, -5, -8, -10, -11 }, 4)]
    [InlineData(4, new[] { -2, -3, -5, -8, -10, -11 }, 7)]
    [InlineData(6, new[] { -7, -14, -21 }, 4)]
    [InlineData(6, new[] { -15 }, 1)]
    public void Rest_days_end_no_streak(int restDays, int[] earlier, int days) =>
        Tracker.With($$"""{ "restDays": {{restDays}} }""").Applied(Days.At(0), [.. earlier.Select(day => Days.At(day))]).Metadata["days"]!
            .GetValue<int>()
            .ShouldBe(days);

    [Fact]
    public void Short_workouts_do_not_count()
    {
        var step = Tracker.With("""{ "minimumMinutes": 20 }""");
        var stroll = Days.On(Days.Monday.AddDays(-1), minutes: 19);

        step.SectionOf(Days.At(0), stroll).ShouldContain("Day 1");
        step.SkippedBy(stroll).ShouldBe("Workouts count for this streak from 20 minutes on.");
    }

    [Fact]
    public void Numbers_are_in_the_metadata() =>
        Tracker
            .Applied(Days.At(0), Days.At(-1), Days.At(-3), Days.At(-4), Days.At(-5))
            .Metadata.ToJsonString()
            .ShouldBe("""{"days":2,"since":"2026-03-01","best":3}""");

    private static Activity At(DateTimeOffset start) =>
        Days.At(0) with
        {
            ExternalId = start.ToString("O"),
            StartTime = start,
            EndTime = start.AddMinutes(30),
        };
}
