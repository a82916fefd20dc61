using System.Text.Json.Nodes;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>The activity of each day, from four in the morning to four; today's is short and grows with every sync.</summary>
internal static class ActivityDocuments
{
    private const int MinutesOfDay = 1440;

    // Two in the afternoon.
    private const int StretchBegins = 600;

    public static IEnumerable<Document> Of(World world, Person person)
    {
        var synced = world.SyncedUntil(person);
        return world
            .Days(person)
            .Select(day => (Day: day, Start: Zones.At(person, day, 240)))
            .Where(d => d.Start < synced)
            .Select(d =>
            {
                var id = Draw.Of($"{person.UserId}|{d.Day:O}|daily_activity").Uuid();
                var minutes = (int)Math.Min(MinutesOfDay, (synced - d.Start).TotalMinutes);
                return new Document(id, d.Start, () => Body(id, world.Diary(person, d.Day), person.Habits, d.Day, d.Start, minutes));
            });
    }

    private static JsonObject Body(
        string id,
        IReadOnlyList<Workout> workouts,
        Habits habits,
        DateOnly day,
        DateTimeOffset start,
        int minutes
    )
    {
        var worn = Enumerable.Range(0, minutes).Select(minute => habits.IsWorn(start.AddMinutes(minute))).ToArray();
        var stretch = habits.Detects(day) ? 0 : habits.LongestStretchMinutes;
        var met = Met(Draw.Of($"{id}|met"), workouts, start, minutes)
            .Select(
                (m, minute) =>
                    !worn[minute] ? 0
                    : minute - StretchBegins >= 0 && minute - StretchBegins < stretch ? 4.2
                    : m
            )
            .ToArray();
        var off = worn.Count(on => !on);
        var draw = Draw.Of($"{id}|body");
        var (high, medium) = (met.Count(m => m >= 6), met.Count(m => m is >= 3 and < 6));
        var (low, sitting) = (met.Count(m => m is >= 1.5 and < 3), met.Count(m => m is >= 1 and < 1.5));
        var active = (int)met.Where(m => m >= 1.5).Sum(m => (m - 1) * 1.25);
        var walked = (int)met.Where(m => m >= 1.5).Sum(m => m * 18);
        var score = (int)Math.Clamp(60 + (high / 3.0) + (medium / 6.0) + draw.Whole(-5, 8), 1, 100);
        return new JsonObject
        {
            ["id"] = id,
            ["class_5_min"] = string.Concat(Enumerable.Range(0, minutes / 5).Select(i => worn[i * 5] ? Class(met[i * 5]) : '0')),
            ["score"] = score,
            ["active_calories"] = active,
            ["average_met_minutes"] = Wire.Float(minutes == 0 ? 0 : Math.Round(met.Average() * 32) / 32),
            ["contributors"] = Samples.Contributors(
                ("meet_daily_targets", score + draw.Whole(-20, 20)),
                ("move_every_hour", 100 - draw.Whole(0, 40)),
                ("recovery_time", 100 - draw.Whole(0, 30)),
                ("stay_active", score + draw.Whole(-20, 10)),
                ("training_frequency", 100 - draw.Whole(0, 50)),
                ("training_volume", 100 - draw.Whole(0, 40))
            ),
            ["equivalent_walking_distance"] = walked,
            ["high_activity_met_minutes"] = (int)met.Where(m => m >= 6).Sum(),
            ["high_activity_time"] = high * 60,
            ["inactivity_alerts"] = draw.Whole(0, 3),
            ["low_activity_met_minutes"] = (int)met.Where(m => m is >= 1.5 and < 3).Sum(),
            ["low_activity_time"] = low * 60,
            ["medium_activity_met_minutes"] = (int)met.Where(m => m is >= 3 and < 6).Sum(),
            ["medium_activity_time"] = medium * 60,
            ["met"] = Samples.Of(60, start, met.Select(m => (double?)m)),
            ["meters_to_target"] = 9000 - walked,
            ["non_wear_time"] = (draw.Chance(0.3) ? draw.Whole(1, 40) : 0) is var briefly && off > 0 ? off * 60 : briefly * 60,
            ["resting_time"] = (met.Count(m => m < 1) - off) * 60,
            ["sedentary_met_minutes"] = (int)met.Where(m => m is >= 1 and < 1.5).Sum(m => m - 1),
            ["sedentary_time"] = sitting * 60,
            ["steps"] = (int)(walked / 0.82),
            ["target_calories"] = 450,
            ["target_meters"] = 9000,
            ["total_calories"] = 1500 + active,
            ["day"] = Wire.Day(day),
            ["timestamp"] = Wire.Time(start),
        };
    }

    private static double[] Met(Draw draw, IReadOnlyList<Workout> workouts, DateTimeOffset start, int minutes) =>
        [
            .. Enumerable
                .Range(0, minutes)
                .Select(minute =>
                {
                    var at = start.AddMinutes(minute);
                    var effort = workouts.FirstOrDefault(w => w.Start <= at && at < w.End) is { } workout
                        ? Effort.Of(workout.Activity)
                        : null;
                    var night = minute is < 150 or > 1110;
                    return effort is not null ? Math.Round(1.4 + (effort.Fraction * draw.Between(8, 11)), 1)
                        : night ? draw.One([0.9, 0.9, 0.9, 1.0])
                        : draw.Chance(0.2) ? Math.Round(draw.Between(1.5, 2.9), 1)
                        : draw.One([1.0, 1.1, 1.2, 1.3]);
                }),
        ];

    private static char Class(double met) =>
        met switch
        {
            < 1 => '1',
            < 1.5 => '2',
            < 3 => '3',
            < 6 => '4',
            _ => '5',
        };
}
