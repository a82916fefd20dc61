using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Periods of sleep, and the score of each night. Both wait until the person has opened the app.</summary>
internal static class SleepDocuments
{
    public static IEnumerable<Document> Periods(World world, Person person) =>
        world
            .Nights(person)
            .OrderBy(n => n.Start.UtcTicks)
            .ThenBy(n => n.Id, StringComparer.Ordinal)
            .Select(n => new Document(n.Id, n.Start, () => Body(person, n)));

    public static IEnumerable<Document> Scores(World world, Person person) =>
        DailyDocuments.Of(world, person, "daily_sleep", (draw, night) => Score(draw, person, night));

    private static JsonObject Score(Draw draw, Person person, Night night)
    {
        int Near() => night.Quality + draw.Whole(-14, 14);
        return new JsonObject
        {
            ["contributors"] = Samples.Contributors(
                ("deep_sleep", Near()),
                ("efficiency", Near()),
                ("latency", Near()),
                ("rem_sleep", Near()),
                ("restfulness", Near()),
                ("timing", Near()),
                ("total_sleep", Near())
            ),
            ["day"] = Wire.Day(night.Day),
            ["score"] = night.Quality,
            ["timestamp"] = DailyDocuments.Timestamp(person, night.Day),
        };
    }

    private static JsonObject Body(Person person, Night night)
    {
        var draw = Draw.Of($"{night.Id}|body");
        var (bed, items) = (night.SecondsInBed, Math.Max(1, night.SecondsInBed / 300));
        var awake = (int)(bed * draw.Between(0.06, 0.16)) / 30 * 30;
        var asleep = (bed - awake) / 30 * 30;
        var (deep, rem) = ((int)(asleep * draw.Between(0.12, 0.24)) / 30 * 30, (int)(asleep * draw.Between(0.14, 0.26)) / 30 * 30);
        var phases = Phases(draw, items);
        var main = night.Type is "long_sleep";
        return new JsonObject
        {
            ["id"] = night.Id,
            ["average_breath"] = Wire.Float(Math.Round(draw.Between(12.5, 15.5) * 8) / 8),
            ["average_heart_rate"] = night.IsInvalid ? null : Wire.Float(Math.Round((night.LowestHeartRate + draw.Between(4, 9)) * 8) / 8),
            ["average_hrv"] = night.IsInvalid ? null : night.Hrv,
            ["awake_time"] = awake,
            ["bedtime_end"] = Wire.Time(night.End),
            ["bedtime_start"] = Wire.Time(night.Start),
            ["day"] = Wire.Day(night.Day),
            ["deep_sleep_duration"] = deep,
            ["efficiency"] = night.IsInvalid ? 3 : (int)(100.0 * asleep / bed),
            ["heart_rate"] = night.IsInvalid ? null : Series(draw, night, items, night.LowestHeartRate + 5, 4),
            ["hrv"] = night.IsInvalid ? null : Series(draw, night, items, night.Hrv, 12),
            ["latency"] = draw.Whole(2, 40) * 30,
            ["light_sleep_duration"] = asleep - deep - rem,
            ["low_battery_alert"] = draw.Chance(0.02),
            ["lowest_heart_rate"] = night.LowestHeartRate,
            ["movement_30_sec"] = string.Concat(
                Enumerable
                    .Range(0, items * 10)
                    .Select(_ =>
                        draw.Chance(0.85) ? '1'
                        : draw.Chance(0.9) ? '2'
                        : '3'
                    )
            ),
            ["period"] = night.Period,
            ["readiness"] = main ? ReadinessDocuments.Inner(draw, person, night) : null,
            ["readiness_score_delta"] = main ? 0 : null,
            ["rem_sleep_duration"] = rem,
            ["restless_periods"] = draw.Whole(40, 290),
            ["sleep_algorithm_version"] = "v2",
            ["sleep_analysis_reason"] = draw.One(["foreground_sleep_analysis", "foreground_sleep_analysis", "bedtime_edit"]),
            ["sleep_phase_30_sec"] = string.Concat(phases.SelectMany(p => Enumerable.Repeat(p, 10))),
            ["sleep_phase_5_min"] = phases,
            ["sleep_score_delta"] = main ? 0 : null,
            ["time_in_bed"] = bed,
            ["total_sleep_duration"] = asleep,
            ["type"] = night.Type,
            ["ring_id"] = null,
            ["app_sleep_phase_5_min"] = phases,
        };
    }

    private static JsonObject Series(Draw draw, Night night, int items, double level, double spread) =>
        Samples.Of(
            300,
            night.Start,
            Samples.Make(
                items,
                i =>
                    draw.Chance(0.03)
                        ? null
                        : Math.Max(5, Math.Round(level + (spread * (0.5 - ((double)i / items))) + (draw.Bell() * spread / 3)))
            )
        );

    /// <summary>1 deep, 2 light, 3 REM, 4 awake.</summary>
    private static string Phases(Draw draw, int count)
    {
        var phase = '4';
        return string.Concat(
            Enumerable.Range(0, count).Select(_ => phase = draw.Chance(0.7) ? phase : draw.One(['1', '2', '2', '3', '4']))
        );
    }
}
