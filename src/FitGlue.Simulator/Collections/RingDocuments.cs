using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Every ring that a person ever had; of the oldest nobody knows when it was set up.</summary>
internal static class RingDocuments
{
    public static IEnumerable<Document> Of(World world, Person person)
    {
        var since = new DateTimeOffset(world.FirstDay.ToDateTime(new TimeOnly(10, 48, 37)), TimeSpan.Zero);
        yield return Ring(person, DateTimeOffset.UnixEpoch, "gen2", "2.9.32", "heritage", "stealth_black");
        yield return Ring(person, since, "gen4", "3.0.3", "horizon", "titanium");
    }

    private static Document Ring(Person person, DateTimeOffset setUp, string hardware, string firmware, string design, string color)
    {
        var id = Draw.Of($"{person.UserId}|{hardware}|ring").Uuid();
        return new Document(
            id,
            setUp,
            () =>
                new JsonObject
                {
                    ["id"] = id,
                    ["color"] = color,
                    ["design"] = design,
                    ["firmware_version"] = firmware,
                    ["hardware_type"] = hardware,
                    ["set_up_at"] = Wire.Time(setUp),
                    ["size"] = 9,
                }
        );
    }
}
