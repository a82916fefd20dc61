using System.Text.Json;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraMapperTests
{
    private readonly IConnectedSource _source = OuraServer.Source();

    [Fact]
    public void Brings_the_rows_of_the_source()
    {
        var activity = Map(
            """
            {"id":"w1","activity":"strengthTraining","calories":123.456,"day":"2026-03-01","distance":1426.56,"intensity":"moderate","label":null,
             "source":"autodetected","start_datetime":"2026-03-01T18:45:00+02:00","end_datetime":"2026-03-01T16:57:00+00:00"}
            """
        );

        activity.Title.ShouldBe("Strength Training Workout");
        (activity.Type.Key, activity.RawType).ShouldBe(("strengthtraining", "strengthTraining"));
        activity.StartTime.ShouldBe(new(2026, 3, 1, 18, 45, 0, TimeSpan.FromHours(2)));
        activity.StartTime.Offset.ShouldBe(TimeSpan.FromHours(2));
        activity.EndTime.Offset.ShouldBe(TimeSpan.Zero);
        activity.Elapsed.ShouldBe(TimeSpan.FromMinutes(12));
        activity.Calories.ShouldBe(123.456);
        (activity.DistanceMeters, activity.DistanceEstimated).ShouldBe((1426.56, true));
        (activity.Intensity, activity.Detection).ShouldBe(("moderate", "autodetected"));
        activity.Tags.ShouldBe(["intensity:moderate"]);
        activity.HeartRate.ShouldBe(HeartRate.None);
    }

    [Fact]
    public void Invents_nothing_where_oura_says_nothing()
    {
        var activity = Map(
            """{"id":"w1","activity":"walking","calories":null,"distance":null,"start_datetime":"2026-03-01T10:00:00+00:00","end_datetime":"2026-03-01T10:15:00+00:00"}"""
        );

        (activity.Calories, activity.DistanceMeters, activity.DistanceEstimated).ShouldBe((null, null, false));
        (activity.Intensity, activity.Detection, activity.Description).ShouldBe((null, null, null));
        activity.Tags.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("walking", "Walking Workout")]
    [InlineData("cross_country_skiing", "Cross-Country Skiing Workout")]
    [InlineData("CrossCountrySkiing", "Cross-Country Skiing Workout")]
    [InlineData("HIIT", "HIIT Workout")]
    [InlineData("tableTennis", "Table Tennis Workout")]
    [InlineData("aquaJogging", "Aqua Jogging Workout")]
    [InlineData("aqua_jogging", "Aqua Jogging Workout")]
    [InlineData("kävely", "Kävely Workout")]
    [InlineData("evening workout", "Evening Workout")]
    [InlineData("other", "Other Workout")]
    [InlineData("workout", "Workout")]
    [InlineData("", "Workout")]
    public void Titles_a_workout_by_what_was_done(string activity, string title) => Map(Document(activity, "null")).Title.ShouldBe(title);

    [Fact]
    public void Titles_a_workout_as_its_wearer_did() => Map(Document("walking", "\" Morning loop \"")).Title.ShouldBe("Morning loop");

    [Fact]
    public void Passes_over_an_empty_label() => Map(Document("walking", "\"  \"")).Title.ShouldBe("Walking Workout");

    [Fact]
    public void Keeps_the_word_of_a_sport_that_it_does_not_know()
    {
        var activity = Map(Document("aquaJogging", "null"));

        (activity.Type, activity.RawType).ShouldBe((Sport.Other, "aquaJogging"));
    }

    [Theory]
    [InlineData("nap")]
    [InlineData("sleep")]
    [InlineData("pause")]
    [InlineData("Meditation")]
    [InlineData("eating")]
    [InlineData("relax")]
    [InlineData("rest")]
    [InlineData("recovery")]
    [InlineData("breath_work")]
    [InlineData("transport")]
    public void Makes_no_activity_of_what_is_no_workout(string activity) =>
        _source.Map(new("w1", Document(activity, "null"))).ShouldBeNull();

    [Theory]
    [InlineData("id", "\"id\":\"w1\"", "\"id\":null")]
    [InlineData("start_datetime", "10:00:00+00:00", "10:00:00")]
    [InlineData("end_datetime", "2026-03-01T10:15:00+00:00", "")]
    [InlineData("end_datetime", "10:15:00", "10:00:00")]
    [InlineData("end_datetime", "10:15:00+00:00", "10:15:00+02:00")]
    public void Names_the_field_without_which_there_is_no_workout(string field, string right, string wrong)
    {
        var json = Document("walking", "null").Replace(right, wrong, StringComparison.Ordinal);

        Should.Throw<UnreadableDocumentException>(() => _source.Map(new("w1", json))).Message.ShouldContain(field);
    }

    [Fact]
    public void Maps_every_recorded_workout_at_the_right_instant()
    {
        using var json = JsonDocument.Parse(SharedData.Text("oura-samples/workouts-25.json"));
        var rows = json.RootElement.GetProperty("data").EnumerateArray().ToList();

        var activities = rows.ConvertAll(row => Map(row.GetRawText()));

        activities.Count.ShouldBe(25);
        activities
            .Select(a => a.StartTime.UtcDateTime)
            .ShouldBe(rows.Select(r => r.GetProperty("start_datetime").GetDateTimeOffset().UtcDateTime));
        activities
            .Select(a => a.EndTime.UtcDateTime)
            .ShouldBe(rows.Select(r => r.GetProperty("end_datetime").GetDateTimeOffset().UtcDateTime));
        activities.ShouldAllBe(a => a.Elapsed >= TimeSpan.FromMinutes(10) && a.Elapsed <= TimeSpan.FromMinutes(135));
        activities.ShouldAllBe(a => a.Title == "Walking Workout" || a.Title == "Running Workout");
        activities.ShouldAllBe(a => a.Calories > 0 && a.Tags.Length == 1);
    }

    private Activity Map(string json) => _source.Map(new("w1", json)).ShouldNotBeNull();

    private static string Document(string activity, string label) =>
        $$"""{"id":"w1","activity":"{{activity}}","label":{{label}},"start_datetime":"2026-03-01T10:00:00+00:00","end_datetime":"2026-03-01T10:15:00+00:00"}""";
}
