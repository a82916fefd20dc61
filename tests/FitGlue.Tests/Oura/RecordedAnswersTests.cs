using System.Text.Json;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

/// <summary>What Oura really answered, through the client.</summary>
public sealed class RecordedAnswersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_every_recorded_workout_at_the_right_instant()
    {
        var recorded = SharedData.Text("oura-samples/workouts-25.json");
        var oura = FakeOura.Answering(200, recorded);

        var workouts = await oura.Client()
            .ListWorkoutsAsync(new(2024, 10, 1), new(2024, 11, 30), FakeOura.Token, Cancellation)
            .ToListAsync(Cancellation);

        using var json = JsonDocument.Parse(recorded);
        var rows = json.RootElement.GetProperty("data").EnumerateArray().ToList();
        workouts.Count.ShouldBe(25);
        workouts.Select(workout => workout.Start!.Value.UtcDateTime).ShouldBe(rows.Select(row => Utc(row, "start_datetime")));
        workouts.Select(workout => workout.End!.Value.UtcDateTime).ShouldBe(rows.Select(row => Utc(row, "end_datetime")));
        workouts.ShouldAllBe(workout => workout.Day == DateOnly.FromDateTime(workout.Start!.Value.DateTime));
        workouts.Select(workout => workout.Start).ShouldBe(workouts.Select(workout => workout.Start).Order());
    }

    [Fact]
    public async Task Reads_every_recorded_heart_rate()
    {
        var oura = FakeOura.Answering(200, SharedData.Text("oura-samples/heartrate-400.json"));

        var rows = await oura.Client()
            .ListHeartRateAsync(
                new(2024, 12, 13, 0, 0, 0, TimeSpan.Zero),
                new(2024, 12, 15, 0, 0, 0, TimeSpan.Zero),
                FakeOura.Token,
                Cancellation
            )
            .ToListAsync(Cancellation);

        rows.Count.ShouldBe(400);
        rows[0].ShouldBe(new(new(2024, 12, 13, 12, 31, 21, TimeSpan.Zero), 91, "awake"));
        rows.ShouldAllBe(row => row.Bpm >= 30 && row.Bpm <= 220 && row.Source != null);
    }

    [Fact]
    public async Task Reads_a_recorded_single_workout_and_a_recorded_absence()
    {
        var single = FakeOura.Answering(200, SharedData.Text("oura-samples/real-workout-single.json"));
        var absent = FakeOura.Answering(404, SharedData.Text("oura-samples/real-workout-404.json"));

        (await single.Client().GetWorkoutAsync("23264206-4a83-4619-abff-0e77bf6cd562", FakeOura.Token, Cancellation))
            .ShouldNotBeNull()
            .Calories.ShouldBe(21.967);
        (await absent.Client().GetWorkoutAsync("not-existing", FakeOura.Token, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Reads_a_recorded_account()
    {
        var oura = FakeOura.Answering(200, SharedData.Text("oura-samples/real-personal-info-anonymised.json"));

        var person = await oura.Client().GetPersonalInfoAsync(FakeOura.Token, Cancellation);

        (person.Age, person.Height, person.Weight, person.BiologicalSex).ShouldBe((42, 1.8, 90.2, "male"));
    }

    private static DateTime Utc(JsonElement row, string field) => row.GetProperty(field).GetDateTimeOffset().UtcDateTime;
}
