using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Documents of which there is one for each day that began with a long sleep.</summary>
internal static class DailyDocuments
{
    public static IEnumerable<Document> Of(World world, Person person, string subject, Func<Draw, Night, JsonObject> body) =>
        world
            .Nights(person)
            .Where(n => n.Type is "long_sleep")
            .Select(night =>
            {
                var id = Draw.Of($"{person.UserId}|{night.Day:O}|{subject}").Uuid();
                return new Document(id, Midnight(night.Day), () => WithId(id, body(Draw.Of($"{id}|body"), night)));
            });

    public static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>A nominal midnight, usually with the offset of home, sometimes UTC, and on a few days of travel dated the day before.</summary>
    public static string Timestamp(Person person, DateOnly day)
    {
        var draw = Draw.Of($"{person.UserId}|{day:O}|timestamp");
        return draw.Whole(0, 49) switch
        {
            0 => Wire.Time(new DateTimeOffset(day.AddDays(-1).ToDateTime(new TimeOnly(17, 0)), TimeSpan.FromHours(-7))),
            < 18 => Wire.Time(Midnight(day)),
            _ => Wire.Time(Zones.At(person, day, 0)),
        };
    }

    private static JsonObject WithId(string id, JsonObject body)
    {
        body.Insert(0, "id", id);
        return body;
    }
}
