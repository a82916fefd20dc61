using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Sessions with what the ring measured meanwhile, which is here and not in the series of the day.</summary>
internal static class SessionDocuments
{
    private const int Seconds = 5;

    public static IEnumerable<Document> Of(World world, Person person) =>
        world.Sessions(person).Select(session => new Document(session.Id, session.Start, () => Body(person, session)));

    /// <summary>Every five seconds from the start; the first ones, and some in the middle of longer ones, are not measured.</summary>
    public static IReadOnlyList<double?> HeartRate(Person person, Session session)
    {
        var draw = Draw.Of($"{session.Id}|heart rate");
        return session.IsMeasured
            ? Samples.Make(
                Items(session),
                i => i < 4 || i is >= 40 and < 43 ? null : person.RestingHeartRate + 9 + Math.Round(draw.Bell(), 1)
            )
            : [];
    }

    private static JsonObject Body(Person person, Session session)
    {
        var draw = Draw.Of($"{session.Id}|more");
        return new JsonObject
        {
            ["id"] = session.Id,
            ["day"] = Wire.Day(session.Day),
            ["start_datetime"] = Wire.Time(session.Start),
            ["end_datetime"] = Wire.Time(session.End),
            ["type"] = session.Type,
            ["heart_rate"] = Series(session, HeartRate(person, session)),
            ["heart_rate_variability"] = Series(
                session,
                Samples.Make(Items(session), i => i < 12 ? null : Math.Round(38 + (draw.Bell() * 4)))
            ),
            ["mood"] = draw.One(["bad", "worse", "same", "good", "great", null]),
            ["motion_count"] = Samples.Of(Seconds, session.Start, Samples.Make(Items(session), _ => draw.Whole(0, 37))),
        };
    }

    private static JsonObject? Series(Session session, IReadOnlyList<double?> items) =>
        session.IsMeasured ? Samples.Of(Seconds, session.Start, items) : null;

    private static int Items(Session session) => (int)(session.End - session.Start).TotalSeconds / Seconds;
}
