namespace FitGlue.Simulator.People;

/// <summary>
/// The workouts that a person's ring noticed on a day: several short walks, a training every other day. What real accounts show is here:
/// neighbors that overlap by a minute, walks over midnight, start and end in different offsets, distances for half of them, no labels.
/// </summary>
internal static class Diary
{
    private const double Midnight = 24 * 60;

    private static readonly string[][] Trainings =
    [
        ["hiking", "yoga"],
        ["strength_training", "strengthTraining", "Strength Training"],
        ["running"],
        ["yoga", "HIIT", "hiit"],
        ["running", "cycling"],
        ["strength_training", "strengthTraining"],
        ["cycling", "running", "mountainBiking", "cross_country_skiing", "house_work"],
    ];

    public static IReadOnlyList<Workout> Of(long seed, Person person, DateOnly day)
    {
        var draw = Draw.Of($"{seed}|{person.UserId}|{day:O}|workouts");
        var spans = Spans(draw, day);
        return [.. spans.Select(span => Make(draw, person, day, span))];
    }

    private static List<Span> Spans(Draw draw, DateOnly day)
    {
        List<Span> spans = [];
        if (draw.Chance(0.42))
        {
            var start = draw.Whole(0, 2) is 0 ? draw.Whole(390, 450) : draw.Whole(1020, 1110);
            spans.Add(new Span(start, start + draw.Whole(28, 62), draw.One(Trainings[(int)day.DayOfWeek])));
        }

        if (draw.Chance(0.04))
        {
            spans.Add(new Span(1421 - draw.Whole(0, 9), Midnight + draw.Whole(1, 9), "walking"));
        }

        var walks = draw.One([2, 2, 3, 3, 3, 4, 4, 5]);
        for (var attempt = 0; walks > 0 && attempt < 40; attempt++)
        {
            var start = draw.Whole(440, 1310);
            var walk = new Span(start, start + WalkMinutes(draw), "walking");
            if (spans.TrueForAll(other => walk.End + 12 < other.Start || walk.Start > other.End + 12))
            {
                spans.Add(walk);
                walks--;
            }
        }

        if (draw.Chance(0.18) && spans.Find(s => s.Activity is "walking" && s.End < 1300) is { } first)
        {
            var second = new Span(first.End - 1, first.End - 1 + WalkMinutes(draw), "walking");
            if (spans.TrueForAll(other => other == first || second.End < other.Start || second.Start > other.End))
            {
                spans.Add(second);
            }
        }

        return [.. spans.OrderBy(s => s.Start)];
    }

    private static int WalkMinutes(Draw draw) => draw.Chance(0.08) ? draw.Whole(28, 58) : Math.Min(60, 10 + (int)draw.Exponential(7));

    private static Workout Make(Draw draw, Person person, DateOnly day, Span span)
    {
        var effort = Effort.Of(span.Activity);
        var start = Zones.At(person, day, span.Start);
        var end = Zones.At(person, day, span.End);
        if (end <= start)
        {
            end = start.AddMinutes(span.End - span.Start);
        }

        var minutes = (end - start).TotalMinutes;
        var walk = span.Activity is "walking";
        var source = Source(draw, walk);
        var workout = new Workout
        {
            Id = draw.Uuid(),
            Activity = span.Activity,
            Day = day,
            Start = start,
            End = end,
            Calories = Math.Round(minutes * effort.KilocaloriesPerMinute * draw.Between(0.72, 1.35), 3),
            DistanceMeters =
                effort.MetersPerMinute is { } pace && draw.Chance(walk ? 0.45 : 0.85)
                    ? (float)(minutes * pace * (draw.Chance(0.04) ? 0.1 : draw.Between(0.6, 1.3)))
                    : null,
            Intensity = walk ? (draw.Chance(0.64) ? "easy" : "moderate") : (effort.Fraction > 0.62 ? "hard" : "moderate"),
            Label = source is "manual" && draw.Chance(0.4) ? "Morning round" : null,
            Source = source,
        };
        return draw.Chance(0.07) ? InTwoOffsets(draw, workout) : workout;
    }

    private static string Source(Draw draw, bool walk) =>
        walk
            ? (draw.Chance(0.94) ? "confirmed" : "autodetected")
            : draw.One(["confirmed", "confirmed", "confirmed", "workout_heart_rate", "workout_heart_rate", "manual"]);

    private static Workout InTwoOffsets(Draw draw, Workout workout)
    {
        var startInUtc = workout.Start.ToUniversalTime();
        return draw.Chance(0.5) && DateOnly.FromDateTime(startInUtc.DateTime) == workout.Day
            ? workout with
            {
                Start = startInUtc,
            }
            : workout with
            {
                End = workout.End.ToUniversalTime(),
            };
    }

    private sealed record Span(double Start, double End, string Activity);
}
