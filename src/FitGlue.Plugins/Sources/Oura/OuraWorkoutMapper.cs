using System.Collections.Frozen;
using System.Text.Json;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Oura;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>One workout document in our own terms; pure. Heart rate comes from elsewhere.</summary>
internal static class OuraWorkoutMapper
{
    // What the ring's behavior table knows besides workouts.
    private static readonly FrozenSet<string> NotWorkouts = new[]
    {
        "nap",
        "sleep",
        "pause",
        "meditation",
        "eating",
        "relax",
        "rest",
        "recovery",
        "breathwork",
        "transport",
    }.ToFrozenSet();

    public static Activity? Map(SourceDocument document)
    {
        var workout = Read(document);
        if (NotWorkouts.Contains(Sports.Normalize(workout.Activity ?? "")))
        {
            return null;
        }

        var start = workout.Start ?? throw Unreadable("start_datetime is missing or no time with an offset");
        var end = workout.End ?? throw Unreadable("end_datetime is missing or no time with an offset");
        if (start.Year is < 1971 or > 2200)
        {
            throw Unreadable("start_datetime is no year of a workout");
        }

        if (end <= start)
        {
            throw Unreadable("end_datetime is not after start_datetime");
        }

        var sport = Sports.Find(workout.Activity ?? "") ?? Sport.Other;
        var distance = NotNegative(workout.Distance);
        return new Activity
        {
            Source = OuraSource.Id,
            ExternalId = workout.Id is { Length: > 0 } id ? id : throw Unreadable("id is missing"),
            Title = OuraTitle.Of(workout, sport),
            Type = sport,
            RawType = workout.Activity,
            StartTime = start,
            EndTime = end,
            Calories = NotNegative(workout.Calories),
            DistanceMeters = distance,
            DistanceEstimated = distance is not null,
            Intensity = workout.Intensity,
            Detection = workout.Source,
            Tags = workout.Intensity is { Length: > 0 } intensity ? [$"intensity:{intensity}"] : [],
        };
    }

    private static OuraWorkout Read(SourceDocument document)
    {
        try
        {
            return OuraWorkout.Read(document.Json);
        }
        catch (JsonException exception)
        {
            throw new UnreadableDocumentException("An Oura workout must be a JSON object; this is none.", exception);
        }
    }

    private static double? NotNegative(double? value) => value >= 0 ? value : null;

    private static UnreadableDocumentException Unreadable(string what) => new($"Oura workout: {what}.");
}
