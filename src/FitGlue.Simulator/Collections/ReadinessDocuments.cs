using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Readiness of each day. Some contributors are not known, above all in the first weeks with a ring.</summary>
internal static class ReadinessDocuments
{
    public static IEnumerable<Document> Of(World world, Person person)
    {
        var settled = world.FirstDay.AddDays(14);
        return DailyDocuments.Of(world, person, "daily_readiness", (draw, night) => Body(draw, person, night, night.Day >= settled));
    }

    /// <summary>The same, as a night carries it.</summary>
    public static JsonObject Inner(Draw draw, Person person, Night night)
    {
        var body = Body(draw, person, night, settled: true);
        body.Remove("day");
        body.Remove("timestamp");
        return body;
    }

    private static JsonObject Body(Draw draw, Person person, Night night, bool settled)
    {
        int Near() => night.Quality + draw.Whole(-12, 12);
        int? Usually(double probability) => draw.Chance(probability) ? Near() : null;
        double? Deviation(double unknown) => draw.Chance(unknown) ? null : Math.Round(draw.Bell() * 0.25, 2);
        return new JsonObject
        {
            ["contributors"] = Samples.Contributors(
                ("activity_balance", Near()),
                ("body_temperature", Near()),
                ("hrv_balance", settled ? Usually(0.95) : null),
                ("previous_day_activity", Near()),
                ("previous_night", Usually(0.995)),
                ("recovery_index", Near()),
                ("resting_heart_rate", Near()),
                ("sleep_balance", Near()),
                ("sleep_regularity", settled ? Usually(0.9) : null)
            ),
            ["day"] = Wire.Day(night.Day),
            ["score"] = Math.Clamp(night.Quality + draw.Whole(-3, 5), 1, 100),
            ["temperature_deviation"] = Wire.Float(Deviation(0.015)),
            ["temperature_trend_deviation"] = Wire.Float(Deviation(0.04)),
            ["timestamp"] = DailyDocuments.Timestamp(person, night.Day),
        };
    }
}
