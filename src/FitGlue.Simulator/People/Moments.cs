namespace FitGlue.Simulator.People;

/// <summary>The sessions of a day: on one day in five there is one.</summary>
internal static class Moments
{
    private static readonly string[] Types = ["breathing", "meditation", "nap", "relaxation", "rest", "body_status"];

    public static IEnumerable<Session> Of(Person person, DateOnly day)
    {
        var draw = Draw.Of($"{person.UserId}|{day:O}|session");
        if (!draw.Chance(0.2))
        {
            yield break;
        }

        var id = draw.Uuid();
        var start = Zones.At(person, day, draw.Whole(1000, 1300)).AddSeconds(draw.Whole(0, 59));
        var body = Draw.Of($"{id}|body");
        yield return new Session
        {
            Id = id,
            Type = body.One(Types),
            Day = day,
            Start = start,
            End = start.AddSeconds(Draw.Of(id).Whole(120, 900)),
            IsMeasured = body.Chance(0.6),
        };
    }
}
