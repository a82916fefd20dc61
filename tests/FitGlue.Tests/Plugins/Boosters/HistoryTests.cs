using System.Text.Json.Nodes;
using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Boosters.EffortScore;
using FitGlue.Plugins.Boosters.GoalTracker;
using FitGlue.Plugins.Boosters.PersonalRecords;
using FitGlue.Plugins.Boosters.RecoveryAdvisor;
using FitGlue.Plugins.Boosters.StreakTracker;
using FitGlue.Plugins.Boosters.TrainingLoad;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Boosters;

/// <summary>The same workouts give the same texts, however they came.</summary>
public sealed class HistoryTests
{
    private static readonly string[] Kinds = ["running", "walking", "hiking"];

    private static readonly Gen<Activity> Workout = Gen.Select(
        Gen.Int[0, 60],
        Gen.Int[0, 47],
        Gen.Int[0, 2],
        Gen.Int[5, 200],
        Gen.Double[1000, 20_000],
        Gen.Bool,
        Gen.Int[-11, 13],
        (day, halfHour, kind, minutes, meters, estimated, offset) =>
        {
            var start = new DateTimeOffset(Days.Monday.AddDays(day).ToDateTime(new(halfHour / 2, 0)), TimeSpan.FromHours(offset));
            var end = start.AddMinutes(minutes);
            var readings = Enumerable.Range(0, minutes % 5 == 0 ? 0 : minutes + 1);
            return Days.At(0, Kinds[kind]) with
            {
                StartTime = start,
                EndTime = end,
                HeartRate = HeartRate.Of(
                    readings.Select(i => new HeartRateSample(start.AddMinutes(i), 90 + (minutes % 70), null)),
                    start,
                    end
                ),
                DistanceMeters = meters,
                DistanceEstimated = estimated,
                Calories = minutes % 7 == 0 ? null : meters / 13,
            };
        }
    );

    private static readonly Gen<Activity[]> Workouts = Workout
        .Array[1, 25]
        .Select(all => all.Select((activity, i) => activity with { ExternalId = $"w{i}" }).ToArray());

    public static TheoryData<string, string> Subjects =>
        new()
        {
            { "streak-tracker", "{}" },
            { "streak-tracker", """{ "sports": "running", "restDays": 2, "minimumMinutes": 20 }""" },
            { "goal-tracker", """{ "metric": "distance", "target": 40, "showPace": true }""" },
            { "goal-tracker", """{ "period": "month", "metric": "distance", "estimates": "leaveOut", "sports": "running, hiking" }""" },
            { "goal-tracker", """{ "period": "year", "metric": "calories", "target": 9000 }""" },
            { "goal-tracker", """{ "period": "month", "metric": "zoneMinutes", "fromZone": 2 }""" },
            { "personal-records", """{ "quiet": 2, "markTitle": true }""" },
            { "training-load", """{ "showWeeks": true }""" },
            { "training-load", """{ "method": "edwards", "showWeeks": true }""" },
            { "recovery-advisor", "{}" },
            { "effort-score", "{}" },
        };

    [Theory]
    [MemberData(nameof(Subjects))]
    public void The_order_in_which_they_came_does_not_matter(string id, string settings) =>
        Gen.Select(Workouts, Gen.Int)
            .Sample((workouts, seed) => HistoryLaws.Hold(Made(id), JsonNode.Parse(settings)!.AsObject(), workouts, seed), iter: 50);

    // The plain way: each day back from the last, as long as the weeks allow it.
    [Fact]
    public void A_streak_is_the_longest_that_its_rest_days_allow() =>
        Gen.Select(Gen.Int[0, 80].Array[1, 60], Gen.Int[0, 6])
            .Sample(
                (days, restDays) =>
                {
                    var active = days.Select(day => Days.Monday.AddDays(day)).ToHashSet();
                    var last = active.Max();

                    var streak = Streak.Of(active, last, restDays);

                    streak.Days.ShouldBe(Plain(active, last, restDays));
                    streak.BestBefore.ShouldBe(
                        active.Where(day => day < streak.FirstDay).Select(day => Plain(active, day, restDays)).DefaultIfEmpty().Max()
                    );
                }
            );

    private static int Plain(HashSet<DateOnly> active, DateOnly last, int restDays)
    {
        var (count, rests) = (0, new Dictionary<int, int>());
        for (var day = last; day >= active.Min(); day = day.AddDays(-1))
        {
            if (active.Contains(day))
            {
                count++;
                continue;
            }

            var week = day.DayNumber / 7;
            rests[week] = rests.GetValueOrDefault(week) + 1;
            if (rests[week] > restDays)
            {
                break;
            }
        }

        return count;
    }

    private static IBooster Made(string id) =>
        id switch
        {
            "streak-tracker" => Step.Created(services => services.AddStreakTracker()),
            "goal-tracker" => Step.Created(services => services.AddGoalTracker()),
            "training-load" => Step.Created(services => services.AddTrainingLoad()),
            "recovery-advisor" => Step.Created(services => services.AddRecoveryAdvisor()),
            "effort-score" => Step.Created(services => services.AddEffortScore()),
            _ => Step.Created(services => services.AddPersonalRecords()),
        };
}
