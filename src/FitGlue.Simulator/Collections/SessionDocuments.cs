using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Moments: now and then a few minutes of breathing or rest. Their heart rate is here and not in the series.</summary>
internal static class SessionDocuments
{
    public static IEnumerable<Document> Of(World world, Person person)
    {
        var synced = world.SyncedUntil(person);
        return world
            .Days(person)
            .Select(day => (Day: day, Draw: Draw.Of($"{person.UserId}|{day:O}|session")))
            .Where(d => d.Draw.Chance(0.2))
            .Select(d =>
                (d.Day, Id: d.Draw.Uuid(), Start: Zones.At(person, d.Day, d.Draw.Whole(1000, 1300)).AddSeconds(d.Draw.Whole(0, 59)))
            )
            .Select(d => (d.Day, d.Id, d.Start, Seconds: Draw.Of(d.Id).Whole(120, 900)))
            .Where(d => d.Start.AddSeconds(d.Seconds) <= synced)
            .Select(d => new Document(d.Id, d.Start, () => Body(person, d.Id, d.Day, d.Start, d.Seconds)));
    }

    private static JsonObject Body(Person person, string id, DateOnly day, DateTimeOffset start, int seconds)
    {
        var draw = Draw.Of($"{id}|body");
        var (items, measured) = (seconds / 5, draw.Chance(0.6));
        return new JsonObject
        {
            ["id"] = id,
            ["day"] = Wire.Day(day),
            ["start_datetime"] = Wire.Time(start),
            ["end_datetime"] = Wire.Time(start.AddSeconds(seconds)),
            ["type"] = draw.One(["breathing", "meditation", "nap", "relaxation", "rest", "body_status"]),
            ["heart_rate"] = measured ? Series(start, items, i => person.RestingHeartRate + 9 + Math.Round(draw.Bell(), 1)) : null,
            ["heart_rate_variability"] = measured ? Series(start, items, i => i < 12 ? null : Math.Round(38 + (draw.Bell() * 4))) : null,
            ["mood"] = draw.One(["bad", "worse", "same", "good", "great", null]),
            ["motion_count"] = Samples.Of(5, start, Samples.Make(items, _ => draw.Whole(0, 37))),
        };
    }

    /// <summary>The first seconds are not measured yet.</summary>
    private static JsonObject Series(DateTimeOffset start, int items, Func<int, double?> item) =>
        Samples.Of(5, start, Samples.Make(items, i => i < 4 ? null : item(i)));
}
