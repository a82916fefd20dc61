namespace FitGlue.Simulator.People;

/// <summary>One period in bed, and what it was worth.</summary>
internal sealed record Night
{
    public required string Id { get; init; }

    /// <summary>The day of waking up; a nap that ends after six in the evening counts for the next.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary><c>long_sleep</c>, <c>sleep</c>, <c>late_nap</c>, <c>rest</c> or <c>deleted</c>.</summary>
    public required string Type { get; init; }

    public required int Period { get; init; }

    public required int LowestHeartRate { get; init; }

    public required int Hrv { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Quality { get; init; }

    public int SecondsInBed => (int)(End - Start).TotalSeconds;

    /// <summary>A rejected nap carries no measurement.</summary>
    public bool IsInvalid => Type is "rest";
}

/// <summary>The nights of a person. Hard training of the day before costs variability and readiness.</summary>
internal static class Nights
{
    public static IReadOnlyList<Night> Of(long seed, Person person, DateOnly day)
    {
        var draw = Draw.Of($"{seed}|{person.UserId}|{day:O}|nights");
        var strain = Strain(seed, person, day.AddDays(-1)) + (0.5 * Strain(seed, person, day.AddDays(-2)));
        var form = (draw.Bell() * 6) - (strain * 9) + (4 * Math.Sin(day.DayNumber / 9.0));
        var bed = Zones.At(person, day.AddDays(-1), 1350 + draw.Whole(0, 95)).AddSeconds(draw.Whole(0, 59));
        var rise = Zones.At(person, day, 372 + draw.Whole(0, 95)).AddSeconds(draw.Whole(0, 59));
        List<Night> nights = [Make(draw, person, day, bed, rise, "long_sleep", 0, form)];
        if (draw.Chance(0.12))
        {
            nights.Add(Nap(draw, person, day, form));
        }

        return nights;
    }

    /// <summary>About 0 for a quiet day, 1 for an hour of hard training.</summary>
    public static double Strain(long seed, Person person, DateOnly day) =>
        Diary
            .Of(seed, person, day)
            .Where(w => w.Intensity is not "easy")
            .Sum(w => Effort.Of(w.Activity).Fraction * (w.End - w.Start).TotalHours) * 1.3;

    private static Night Nap(Draw draw, Person person, DateOnly day, double form)
    {
        var start = Zones.At(person, day, draw.Whole(780, 1060)).AddSeconds(draw.Whole(0, 59));
        var end = start.AddMinutes(draw.Whole(16, 70));
        var type = draw.One(["sleep", "sleep", "rest", "deleted"]);
        var late = end.TimeOfDay >= TimeSpan.FromHours(18);
        return Make(
            draw,
            person,
            late ? day.AddDays(1) : day,
            start,
            end,
            late && type is "sleep" ? "late_nap" : type,
            draw.Whole(1, 3),
            form
        );
    }

    private static Night Make(
        Draw draw,
        Person person,
        DateOnly day,
        DateTimeOffset start,
        DateTimeOffset end,
        string type,
        int period,
        double form
    ) =>
        new()
        {
            Id = draw.Uuid(),
            Day = day,
            Start = start,
            End = end,
            Type = type,
            Period = period,
            LowestHeartRate = type is "rest" ? 255 : (int)Math.Round(person.RestingHeartRate - 2 - (form / 5)),
            Hrv = (int)Math.Clamp(Math.Round(110 - person.RestingHeartRate + form), 12, 140),
            Quality = (int)Math.Clamp(Math.Round(79 + form + (draw.Bell() * 4)), 38, 98),
        };
}
