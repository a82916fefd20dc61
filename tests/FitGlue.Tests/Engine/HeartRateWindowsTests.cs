using CsCheck;
using FitGlue.Engine.Fetch;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Which workouts share a question for heart rate.</summary>
public sealed class HeartRateWindowsTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 15, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_short_workouts_of_a_day_share_one_question()
    {
        WorkoutSpan[] day = [At(0, 30), At(9 * 60, 30)];

        HeartRateWindows
            .Group(day)
            .ShouldBe([
                [1, 0],
            ]);
        HeartRateWindows.Requests(day).ShouldBe(1);
    }

    [Fact]
    public void Where_the_rows_between_would_fill_the_page_each_asks_alone() =>
        HeartRateWindows
            .Group([At(0, 30), At(10 * 60, 30)])
            .ShouldBe([
                [1],
                [0],
            ]);

    [Fact]
    public void Long_workouts_fill_a_page_each_and_ask_alone() =>
        HeartRateWindows
            .Group([At(0, 60), At(70, 60)])
            .ShouldBe([
                [1],
                [0],
            ]);

    [Fact]
    public void Three_of_a_day_take_two_requests() => HeartRateWindows.Requests([At(0, 30), At(5 * 60, 40), At(12 * 60, 40)]).ShouldBe(2);

    [Fact]
    public void Workouts_a_minute_into_each_other_are_neighbors() =>
        HeartRateWindows
            .Group([At(0, 20), At(19, 20)])
            .ShouldBe([
                [1, 0],
            ]);

    [Fact]
    public void One_is_a_question_and_none_is_none()
    {
        HeartRateWindows
            .Group([At(0, 30)])
            .ShouldBe([
                [0],
            ]);
        HeartRateWindows.Group([]).ShouldBeEmpty();
        HeartRateWindows.Requests([]).ShouldBe(0);
    }

    [Fact]
    public void Every_workout_is_asked_for_once_and_groups_are_neighbors_in_time() =>
        Months.Sample(workouts =>
        {
            var groups = HeartRateWindows.Group(workouts);

            groups.SelectMany(group => group).Order().ShouldBe(Enumerable.Range(0, workouts.Length));
            groups
                .SelectMany(group => group)
                .Select(i => workouts[i].Start)
                .ShouldBe(workouts.Select(workout => workout.Start).OrderDescending());
        });

    // Rows as a ring delivers them at the densest; and as sparse as they come, when one by one costs least.
    [Theory]
    [InlineData(5, 120)]
    [InlineData(5, 300)]
    [InlineData(300, 300)]
    public void Together_never_costs_more_requests_than_one_by_one(int secondsInside, int secondsOutside) =>
        Months.Sample(workouts =>
        {
            var together = HeartRateWindows
                .Group(workouts)
                .Sum(group => Pages([.. group.Select(i => workouts[i])], secondsInside, secondsOutside));
            var alone = workouts.Sum(workout => Pages([workout], secondsInside, secondsOutside));

            together.ShouldBeLessThanOrEqualTo(alone);
        });

    private static readonly Gen<WorkoutSpan[]> Months = Gen.Select(
            Gen.Int[0, 43200],
            Gen.Int[5, 180],
            (minute, length) => At(minute, length)
        )
        .Array[0, 60]
        .Select(Apart);

    private static WorkoutSpan At(int minute, int length) => new(Start.AddMinutes(minute), Start.AddMinutes(minute + length));

    // Nobody does two workouts at once.
    private static WorkoutSpan[] Apart(WorkoutSpan[] workouts)
    {
        var end = DateTimeOffset.MinValue;
        return [.. workouts.OrderBy(workout => workout.Start).Where(workout => workout.Start > end && (end = workout.End) > workout.Start)];
    }

    private static int Pages(IReadOnlyList<WorkoutSpan> group, int secondsInside, int secondsOutside)
    {
        var (from, to) = (group.Min(workout => workout.Start).AddMinutes(-10), group.Max(workout => workout.End).AddMinutes(10));
        var rows = 0;
        for (var at = from; at <= to; )
        {
            rows++;
            at = at.AddSeconds(group.Any(workout => at >= workout.Start && at < workout.End) ? secondsInside : secondsOutside);
        }

        return Math.Max(1, (int)Math.Ceiling(rows / (double)HeartRateWindows.Page));
    }
}
