using System.Text.Json.Nodes;
using FitGlue.Engine.Answers;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Answers;

/// <summary>A simulated person for each answer to “heart rate is sparse”, for one workout and over 30 days.</summary>
public sealed class HeartRateAnswers
{
    private const string Question = Questions.HeartRateSparse;

    [Theory]
    [InlineData(HeartRateDensity.Dense, 0, "dense", "all-well")]
    [InlineData(HeartRateDensity.Rest, 0, "background-only", "background-only")]
    [InlineData(HeartRateDensity.Dense, 12, "gap-in-the-middle", "gap-in-the-middle")]
    public async Task The_samples_of_a_workout_decide(HeartRateDensity density, int gap, string verdict, string month)
    {
        await using var patient = await QuietAsync();
        var workout = patient.Cloud.AddWorkout(
            new()
            {
                Activity = "running",
                Minutes = 40,
                HeartRate = density,
                GapMinutes = gap,
            }
        );

        var activity = await patient.User.ActivityAsync(workout.Id);

        var answer = await patient.VerdictOfAsync(activity, verdict);
        Figure(answer, "Samples").ShouldBe(activity["heartRate"]!["samples"]!.GetValue<double>());
        await patient.VerdictAsync(Question, month);
    }

    [Fact]
    public async Task Heart_rate_that_is_still_in_the_ring_has_not_arrived_yet()
    {
        await using var patient = await QuietAsync();
        var workout = patient.Cloud.AddWorkout(new() { Activity = "running", HeartRateDelay = TimeSpan.FromHours(3) });

        var activity = await patient.User.ActivityAsync(workout.Id);

        var answer = await patient.VerdictOfAsync(activity, "not-arrived-yet");
        answer["done"]![0]!.GetValue<string>().ShouldStartWith("It is asked for again");
        await patient.VerdictAsync(Question, "not-arrived-yet");
    }

    [Fact]
    public async Task Heart_rate_that_never_came_was_not_measured()
    {
        await using var patient = await QuietAsync();
        var workout = patient.Cloud.AddWorkout(new() { Activity = "yoga", HeartRate = HeartRateDensity.None });
        await patient.User.ActivityAsync(workout.Id);
        var activity = await TestSystem.UntilAsync(
            async () =>
            {
                await patient.System.AdvanceAsync(TimeSpan.FromHours(3));
                return (await patient.User.ListAsync("activities")).FirstOrDefault(row => row!["state"]!.GetValue<string>() == "settled");
            },
            "nothing more is asked for"
        );

        await patient.VerdictOfAsync(activity, "nothing-measured");
        await patient.VerdictAsync(Question, "nothing-measured");
    }

    [Fact]
    public async Task A_permission_that_was_not_granted_is_named()
    {
        await using var patient = await Patient.StrangerAsync(person => Unusual(person) with { RefusedScopes = ["heartrate"] });
        await patient.ConnectOnlyAsync();

        await patient.VerdictAsync(Question, "scope-missing");
    }

    [Fact]
    public async Task Without_a_workout_there_is_nothing_to_judge()
    {
        await using var patient = await QuietAsync();

        await patient.VerdictAsync(Question, "no-workouts");
    }

    // Nobody's own workouts come in between.
    private static Task<Patient> QuietAsync() => Patient.AdmitAsync(Unusual);

    private static Person Unusual(Person person) => Patient.With(person, habits => habits with { NoWorkoutsFrom = new(2026, 1, 1) });

    private static double Figure(JsonNode answer, string label) =>
        answer["numbers"]!.AsArray().Single(number => number!["label"]!.GetValue<string>() == label)!["value"]!.GetValue<double>();
}
