using FitGlue.Core.Activities;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Activities;

public sealed class ActivityTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(1e9)]
    public void A_figure_that_cannot_be_right_is_not_known(double figure)
    {
        var activity = Workouts.Of(60) with { Calories = figure, DistanceMeters = figure };

        (activity.Calories, activity.DistanceMeters).ShouldBe((null, null));
    }

    [Fact]
    public void Zero_is_a_figure() => (Workouts.Of(60) with { Calories = 0, DistanceMeters = 0 }).DistanceMeters.ShouldBe(0);

    [Fact]
    public void An_end_before_the_start_is_no_time() =>
        (Workouts.Of(60) with { EndTime = Workouts.Start.AddHours(-1) }).Elapsed.ShouldBe(TimeSpan.Zero);

    [Fact]
    public void The_timer_stands_still_in_pauses()
    {
        var ride = Workouts.Of(3600);

        ride.Running.ShouldBe(TimeSpan.FromHours(1));
        ride.Paused(600, 2400).Running.ShouldBe(TimeSpan.FromMinutes(30));
        ride.Paused(3000, 9000).Running.ShouldBe(TimeSpan.FromMinutes(50), "what lies behind the end is no part of it");
    }

    [Fact]
    public void Time_goes_by_instants_where_the_offset_changes() =>
        (Workouts.Of(3600) with { EndTime = Workouts.Start.AddHours(1).ToOffset(TimeSpan.FromHours(2)) }).Elapsed.ShouldBe(
            TimeSpan.FromHours(1)
        );
}
