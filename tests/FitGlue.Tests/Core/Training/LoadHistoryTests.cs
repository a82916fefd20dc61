using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Training;

public sealed class LoadHistoryTests
{
    [Fact]
    public void Three_days_of_history_are_no_trend()
    {
        var load = Of(60, 60, 60);

        load.Ratio.ShouldBeNull();
        (load.Shortage, load.TrackedDays).ShouldBe((TrendShortage.Days, 3));
        (load.Acute, load.Chronic).ShouldBe((60, 60));
    }

    [Fact]
    public void Twenty_one_days_with_six_sessions_are_one()
    {
        Of([50, .. Enumerable.Repeat<double?>(0, 15), 50, 50, 50, 50, 50]).Shortage.ShouldBe(TrendShortage.None);
        Of([50, .. Enumerable.Repeat<double?>(0, 14), 50, 50, 50, 50, 50]).Shortage.ShouldBe(TrendShortage.Days);
        Of([50, .. Enumerable.Repeat<double?>(0, 16), 50, 50, 50, 50]).Shortage.ShouldBe(TrendShortage.Sessions);
    }

    [Fact]
    public void A_workout_without_heart_rate_is_unknown_and_not_zero()
    {
        double?[] loads = [.. Enumerable.Repeat<double?>(60, 30), null];

        var load = Of(loads);

        load.Daily[^1].ShouldBe(60, "it counts what the same sport took a minute before");
        load.UnknownDays.ShouldBe(0);
        load.KnownSessions.ShouldBe(27);
    }

    // Flaw: (0.1 + 0.2) + 0.3 is not 0.1 + (0.2 + 0.3), and the last digit went with the order of arrival.
    [Fact]
    public void Sessions_that_began_together_are_summed_in_an_order_of_their_own()
    {
        Session[] sessions = [Sessions.On(0, 0.1), Sessions.On(0, 0.2), Sessions.On(0, 0.3)];

        LoadHistory.Of(sessions, Sessions.First).Daily.ShouldBe(LoadHistory.Of(sessions.Reverse(), Sessions.First).Daily);
    }

    [Fact]
    public void Another_sport_is_no_precedent()
    {
        Session[] sessions = [.. Sessions.Daily(Enumerable.Repeat(60.0, 30)), Sessions.On(30, load: null, type: new Sport("yoga", "Yoga"))];

        var load = LoadHistory.Of(sessions, Sessions.First.AddDays(30));

        (load.Daily[^1], load.UnknownDays).ShouldBe((0, 1));
    }

    [Fact]
    public void What_came_later_is_no_precedent()
    {
        var load = Of(null, 60, 60, 60, 60);

        (load.Daily[0], load.UnknownDays).ShouldBe((0, 1));
    }

    [Fact]
    public void More_than_a_quarter_of_unknown_days_is_no_trend()
    {
        Session[] Of(int unknown) =>
            [.. Enumerable.Range(0, 28).Select(day => Sessions.On(day, day < unknown ? null : 60, type: Odd(day, unknown)))];

        LoadHistory.Of(Of(7), Sessions.First.AddDays(27)).Shortage.ShouldBe(TrendShortage.None);
        LoadHistory.Of(Of(8), Sessions.First.AddDays(27)).Shortage.ShouldBe(TrendShortage.Unknown);

        static Sport? Odd(int day, int unknown) => day < unknown ? new Sport("yoga", "Yoga") : null;
    }

    [Fact]
    public void A_streak_ends_with_the_day_itself()
    {
        Of(60, 60, 59.9, 60, 61).Streak(60).ShouldBe(2);
        Of(60, 60, 60, 0).Streak(60).ShouldBe(0);
        Of(60, 60, 60).Streak(60).ShouldBe(3);
    }

    [Fact]
    public void Two_sessions_of_a_day_are_one_load() =>
        LoadHistory.Of([Sessions.On(0, 20), Sessions.On(0, 25)], Sessions.First).Daily.ShouldBe([45]);

    [Fact]
    public void A_typical_session_wants_six_of_six_weeks()
    {
        var sessions = Sessions.Daily(40, 55, 60, 62, 70, 75, 58).ToList();

        LoadHistory.TypicalOf(sessions, Sessions.First.AddDays(7)).ShouldBe(60);
        LoadHistory.TypicalOf(sessions, Sessions.First.AddDays(42)).ShouldBe(61);
        LoadHistory.TypicalOf(sessions, Sessions.First.AddDays(43)).ShouldBeNull();
    }

    [Fact]
    public void Neither_order_nor_later_days_matter() =>
        Gen.Select(Gen.Double[0, 200].Array[1, 60], Gen.Int)
            .Sample(
                (loads, seed) =>
                {
                    var sessions = Sessions.Daily(loads).ToArray();
                    var day = Sessions.First.AddDays(loads.Length - 1);
                    Session[] shuffled = [.. sessions, Sessions.On(loads.Length, 500)];
                    new Random(seed).Shuffle(shuffled);

                    LoadHistory.Of(shuffled, day).Daily.ShouldBe(LoadHistory.Of(sessions, day).Daily);
                }
            );

    private static LoadHistory Of(params double?[] loads) =>
        LoadHistory.Of(Sessions.Daily(loads), Sessions.First.AddDays(loads.Length - 1));
}
