using System.Globalization;
using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.GoalTracker;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using FitGlue.Tests.Plugins.Boosters.RecoveryAdvisor;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

public sealed class GoalTrackerConformanceTests : BoosterConformance
{
    protected override IBooster Booster { get; } = Step.Created(services => services.AddGoalTracker());

    protected override IReadOnlyList<string> MoreSettings =>
        [
            """{ "metric": "zoneMinutes", "period": "year", "fromZone": 2 }""",
            """{ "metric": "distance", "estimates": "leaveOut", "period": "month", "showPace": true }""",
            """{ "metric": "calories", "weekStart": "sunday", "target": 0.1 }""",
        ];
}

public sealed class GoalTrackerTests
{
    private static readonly Step Tracker = new(Step.Created(services => services.AddGoalTracker()));

    private static readonly Step Month = Tracker.With("""{ "period": "month", "metric": "distance", "target": 100 }""");

    [Fact]
    public void Tells_how_far_a_month_has_come()
    {
        var applied = Month.Applied(Run(3, 4, 5000), Run(3, 1, 20_000), Run(3, 3, 17_000), Run(2, 28, 9000));

        applied.Section.ShouldBe(
            "🎯 March Goal Progress:\n• [████░░░░░░] 42% 42.0/100 km\n• ➕ This activity: +5.0 km\n• 💡 Need 2.2 km/day to hit goal"
        );
        applied
            .Metadata.ToJsonString()
            .ShouldBe("""{"from":"2026-03-01","to":"2026-03-31","sum":42,"target":100,"estimated":0,"added":5,"projected":325.5}""");
    }

    [Fact]
    public void Tells_when_it_is_reached() =>
        Month
            .SectionOf(Run(3, 4, 5000), Run(3, 1, 95_000))
            .ShouldBe("🎯 March Goal Progress:\n• [██████████] 100% 100.0/100 km\n• ➕ This activity: +5.0 km\n• 🏆 Goal complete!");

    [Fact]
    public void Says_100_percent_only_of_what_is_reached() => Month.SectionOf(Run(3, 4, 99_990)).ShouldContain("99% 99.9/100 km");

    // Flaw: "99% 100.0/100 km", and "need 0.0 km/day".
    [Theory]
    [InlineData(99_990, "99% 99.9/100 km", "Need 0.1 km/day")]
    [InlineData(99_949, "99% 99.9/100 km", "Need 0.1 km/day")]
    [InlineData(41_960, "42% 42.0/100 km", "Need 2.2 km/day")]
    [InlineData(29_000, "29% 29.0/100 km", "Need 2.7 km/day")]
    [InlineData(100_000, "100% 100.0/100 km", "Goal complete!")]
    public void No_figure_contradicts_the_one_beside_it(double meters, string sum, string toGo)
    {
        var section = Month.SectionOf(Run(3, 4, meters));

        section.ShouldContain(sum);
        section.ShouldContain(toGo);
    }

    [Fact]
    public void Who_does_what_is_needed_each_day_reaches_the_goal() =>
        Gen.Select(Gen.Double[1, 99_999], Gen.Int[1, 30])
            .Sample(
                (meters, day) =>
                {
                    var section = Month.SectionOf(Run(3, day, meters));
                    var need = double.Parse(section.Split("Need ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
                    var percent = int.Parse(section.Split("] ")[1].Split('%')[0], CultureInfo.InvariantCulture);
                    var sum = double.Parse(section.Split("% ")[1].Split('/')[0], CultureInfo.InvariantCulture);

                    ((meters / 1000) + (need * (31 - day))).ShouldBeGreaterThanOrEqualTo(100 - 1e-9);
                    (need, percent, sum).ShouldSatisfyAllConditions(
                        () => need.ShouldBeGreaterThan(0),
                        () => percent.ShouldBeLessThan(100),
                        () => sum.ShouldBeLessThan(100),
                        () => percent.ShouldBe((int)Math.Floor(sum + 1e-9))
                    );
                }
            );

    [Fact]
    public void Ten_times_a_tenth_is_the_whole() =>
        Tracker
            .With("""{ "period": "month", "metric": "distance", "target": 1 }""")
            .SectionOf(Run(3, 11, 100), [.. Enumerable.Range(1, 9).Select(day => Run(3, day, 100))])
            .ShouldEndWith("• 🏆 Goal complete!");

    [Theory]
    [InlineData("duration", 5, "• [██████░░░░] 60% 3.0/5 h\n• ➕ This activity: +1.0 h\n• 💡 Need 0.5 h/day to hit goal")]
    [InlineData("activities", 4, "• [█████░░░░░] 50% 2/4 workouts\n• ➕ This activity: +1 workouts\n• 💡 Need 0.5 workouts/day to hit goal")]
    [InlineData("calories", 1500, "• [███░░░░░░░] 33% 500/1500 kcal\n• ➕ This activity: +200 kcal\n• 💡 Need 250 kcal/day to hit goal")]
    public void Adds_up_other_things(string metric, int target, string text)
    {
        var wednesday = Days.On(new(2026, 3, 4), minutes: 60, calories: 200);
        var monday = Days.On(new(2026, 3, 2), minutes: 120, calories: 300);

        Tracker
            .With($$"""{ "metric": "{{metric}}", "target": {{target}} }""")
            .SectionOf(wednesday, monday)
            .ShouldBe($"🎯 Weekly Goal Progress:\n{text}");
    }

    // Flaws of the original: weeks from Monday whose days ran from Sunday, so that on Sunday seven were left.
    [Theory]
    [InlineData("monday", "2026-03-02", 6)]
    [InlineData("monday", "2026-03-07", 1)]
    [InlineData("monday", "2026-03-08", 0)]
    [InlineData("sunday", "2026-03-08", 6)]
    [InlineData("sunday", "2026-03-07", 0)]
    public void Days_of_a_week_are_counted_as_the_week_begins(string weekStart, string day, int left)
    {
        var text = Tracker
            .With($$"""{ "weekStart": "{{weekStart}}", "metric": "activities", "target": 7 }""")
            .SectionOf(Days.On(DateOnly.Parse(day)));

        text.ShouldContain(
            left == 0 ? "• 💡 Need 6 workouts more today to hit goal" : $"• 💡 Need {6.0 / left:0.#} workouts/day to hit goal"
        );
    }

    [Theory]
    [InlineData("monday", 2)]
    [InlineData("sunday", 1)]
    public void A_week_begins_where_it_is_set_to(string weekStart, int workouts) =>
        Tracker
            .With($$"""{ "weekStart": "{{weekStart}}", "metric": "activities" }""")
            .Applied(Days.On(new(2026, 3, 8)), Days.On(new(2026, 3, 7)), Days.On(new(2026, 3, 1)))
            .Metadata["sum"]!
            .GetValue<double>()
            .ShouldBe(workouts);

    // Flaw of the original: the last day of a month had no line.
    [Fact]
    public void The_last_day_of_a_month_says_what_is_missing() =>
        Month.SectionOf(Run(3, 31, 5000)).ShouldEndWith("• 💡 Need 95.0 km more today to hit goal");

    // Flaw: 10 − 9.7 is a little more than 0.3 in binary, and "need" was rounded up to 0.4.
    [Theory]
    [InlineData(10, 9_700, "Need 0.3 km more today")]
    [InlineData(20, 19_900, "Need 0.1 km more today")]
    public void What_is_missing_is_what_the_figures_leave(int target, double meters, string missing) =>
        Tracker
            .With($$"""{ "period": "month", "metric": "distance", "target": {{target}} }""")
            .SectionOf(Run(3, 31, meters))
            .ShouldContain(missing);

    // Flaw of the original: the period was that of the clock.
    [Fact]
    public void The_period_is_that_of_the_workout()
    {
        var year = Tracker.With("""{ "period": "year", "metric": "distance", "target": 365 }""");

        year.SectionOf(Run(1, 1, 1000)).ShouldStartWith("🎯 2026 Goal Progress:");
        year.SectionOf(Run(1, 1, 1000)).ShouldEndWith("Need 1.0 km/day to hit goal");
        Month.SectionOf(Run(2, 28, 1000)).ShouldStartWith("🎯 February Goal Progress:");
    }

    // Flaw of the original: no kinds.
    [Fact]
    public void Other_kinds_do_not_count()
    {
        var runs = Tracker.With("""{ "metric": "activities", "sports": "running, trail running" }""");

        runs.Applied(Days.At(2), Days.At(1, "walking"), Days.At(0, "trailrunning")).Metadata["sum"]!.GetValue<double>().ShouldBe(2);
        runs.SkippedBy(Days.At(2, "walking")).ShouldBe("Walking does not count for this goal.");
    }

    [Fact]
    public void An_estimated_distance_is_marked_as_one() =>
        Month
            .SectionOf(Run(3, 4, 5000), Run(3, 1, 20_000, estimated: true))
            .ShouldBe(
                "🎯 March Goal Progress:\n• [██░░░░░░░░] 25% ≈25.0/100 km\n• ➕ This activity: +5.0 km\n• 20.0 km of it are estimated, not measured\n• 💡 Need 2.8 km/day to hit goal"
            );

    [Fact]
    public void An_estimated_distance_can_be_left_out()
    {
        var measured = Tracker.With("""{ "period": "month", "metric": "distance", "target": 100, "estimates": "leaveOut" }""");

        measured.SectionOf(Run(3, 4, 5000), Run(3, 1, 20_000, estimated: true)).ShouldContain(" 5% 5.0/100 km");
        measured
            .SkippedBy(Run(3, 4, 5000, estimated: true))
            .ShouldBe("The distance of this workout is an estimate, and this goal leaves estimates out.");
    }

    [Fact]
    public void What_is_not_known_adds_nothing()
    {
        Month.SectionOf(Run(3, 4, 5000), Days.On(new(2026, 3, 1))).ShouldContain(" 5.0/100 km");
        Month.SkippedBy(Days.At(0)).ShouldBe("The distance of this workout is not known.");
        Tracker.With("""{ "metric": "calories" }""").SkippedBy(Days.At(0)).ShouldBe("The calories of this workout are not known.");
    }

    [Fact]
    public void Days_of_a_year_are_whole_days() =>
        Tracker
            .With("""{ "period": "year", "metric": "activities", "target": 366 }""")
            .SectionOf(Days.On(new(2028, 12, 30), hour: 23.5))
            .ShouldEndWith("• 💡 Need 365 workouts/day to hit goal");

    [Fact]
    public void Minutes_in_a_zone_and_above_are_added_up()
    {
        // Half an hour at 75 % of the maximum, half at 85 %.
        var (tempo, threshold) = (Athletes.Steady(143), Athletes.Steady(162).Shifted(TimeSpan.FromDays(-1)));
        var zones = Tracker.With("""{ "period": "month", "metric": "zoneMinutes", "target": 150, "fromZone": 4 }""");
        BoosterInput Input(Activity activity) => Athletes.Input(activity) with { History = [threshold] };

        zones.Run(Input(tempo)).ShouldBeOfType<Boost.Applied>().Section!.ShouldContain("20% 30/150 min\n• ➕ This activity: +0 min");
        (zones with { Settings = null })
            .With("""{ "period": "month", "metric": "zoneMinutes", "target": 150 }""")
            .Run(Input(tempo))
            .ShouldBeOfType<Boost.Applied>()
            .Section!.ShouldContain("40% 60/150 min");
    }

    [Fact]
    public void Minutes_in_zones_are_not_made_of_sparse_heart_rate_or_of_a_maximum_of_190()
    {
        var zones = Tracker.With("""{ "metric": "zoneMinutes" }""");

        zones.Run(Athletes.Input(Workouts.Strength)).ShouldBeOfType<Boost.Skipped>().Reason.ShouldContain("too sparse");
        zones.SkippedBy(Athletes.Steady(150)).ShouldContain("add your birth year or max heart rate");
    }

    [Fact]
    public void Shows_the_pace_on_request() =>
        Tracker
            .With("""{ "period": "month", "metric": "distance", "target": 100, "showPace": true }""")
            .SectionOf(Run(3, 10, 20_000))
            .ShouldEndWith("• 📈 At this pace: 62.0 km");

    [Theory]
    [InlineData("week", 6)]
    [InlineData("month", 30)]
    [InlineData("year", 365)]
    public void Asks_for_no_more_history_than_its_period(string period, int days) =>
        Tracker.With($$"""{ "period": "{{period}}" }""").Needs().HistoryDays.ShouldBe(days);

    private static Activity Run(int month, int day, double meters, bool estimated = false) =>
        Days.On(new(2026, month, day), meters: meters, estimated: estimated);
}
