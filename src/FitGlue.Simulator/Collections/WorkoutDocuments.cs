using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

internal static class WorkoutDocuments
{
    public static IEnumerable<Document> Of(World world, Person person) =>
        world.Workouts(person).Select(w => new Document(w.Id, w.Start, () => Body(w)));

    private static JsonObject Body(Workout workout) =>
        new()
        {
            ["id"] = workout.Id,
            ["activity"] = workout.Activity,
            ["calories"] = Wire.Float(workout.Calories),
            ["day"] = Wire.Day(workout.Day),
            ["distance"] = Wire.Float(workout.DistanceMeters),
            ["end_datetime"] = Wire.Time(workout.End),
            ["intensity"] = workout.Intensity,
            ["label"] = workout.Label,
            ["source"] = workout.Source,
            ["start_datetime"] = Wire.Time(workout.Start),
        };
}
