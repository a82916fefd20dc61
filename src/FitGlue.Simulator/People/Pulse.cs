namespace FitGlue.Simulator.People;

/// <summary>
/// The heart rate that reaches the cloud: every five seconds during a bout, every five minutes at rest, clusters while awake, holes of up to
/// an hour, now and then a timestamp twice, and some nights a burst of 202 that no heart ever beat.
/// </summary>
internal static class Pulse
{
    public static IEnumerable<Beat> OfBout(Person person, Bout bout)
    {
        if (bout.Density is HeartRateDensity.None)
        {
            yield break;
        }

        var draw = Draw.Of($"{person.UserId}|{bout.Id}|pulse");
        var effort = Effort.Of(bout.Activity);
        var target = person.RestingHeartRate + (effort.Fraction * draw.Between(0.92, 1.08) * (Ceiling(person) - person.RestingHeartRate));
        var step = bout.Density is HeartRateDensity.Dense ? 5 : 300;
        var hole = bout.To - bout.From > 2400 && draw.Chance(0.25) ? bout.From + draw.Whole(600, 1500) : long.MaxValue;
        var awake = draw.Chance(0.3) ? draw.Whole(2, 9) : 0;
        var noise = 0.0;
        var previous = (double)person.RestingHeartRate + 18;
        for (var second = bout.From + draw.Whole(0, 4); second <= bout.To; second += step)
        {
            var elapsed = second - bout.From;
            noise = (noise * 0.9) + (draw.Bell() * 0.9);
            var swing = effort.Swing * Math.Sin(elapsed / 95.0);
            previous += (target + swing - previous) * (1 - Math.Exp(-step / 70.0));
            if (second >= hole && second < hole + 300 || step == 5 && draw.Chance(0.02) || bout.IsInGap(second))
            {
                continue;
            }

            yield return new Beat(
                second,
                Clamp(previous + noise),
                awake-- > 0 ? "awake"
                    : step == 5 ? "workout"
                    : "rest"
            );
        }
    }

    /// <summary>Everything outside bouts between two instants that lie on one local day.</summary>
    public static IEnumerable<Beat> OfRest(long seed, Person person, DateOnly day)
    {
        var draw = Draw.Of($"{seed}|{person.UserId}|{day:O}|rest");
        var wake = Zones.At(person, day, draw.Whole(380, 440)).ToUnixTimeSeconds();
        var bed = Zones.At(person, day, draw.Whole(1340, 1400)).ToUnixTimeSeconds();
        var end = Zones.At(person, day.AddDays(1), 0).ToUnixTimeSeconds();
        var second = Zones.At(person, day, 0).ToUnixTimeSeconds() + draw.Whole(0, 299);
        return Night(draw, person, second, wake)
            .Concat(Awake(draw, person, wake, bed))
            .Concat(Night(draw, person, bed, end))
            .Concat(Artifact(person, day));
    }

    private static IEnumerable<Beat> Night(Draw draw, Person person, long from, long to)
    {
        for (var second = from; second < to; second += 300)
        {
            if (!draw.Chance(0.03))
            {
                yield return new Beat(second, Clamp(person.RestingHeartRate + draw.Between(0, 9)), person.NightSource);
            }
        }
    }

    private static IEnumerable<Beat> Awake(Draw draw, Person person, long from, long to)
    {
        var second = from;
        while (second < to)
        {
            if (draw.Chance(0.14))
            {
                second += draw.Whole(1500, 3300);
            }

            if (draw.Chance(0.25))
            {
                yield return new Beat(second, Clamp(person.RestingHeartRate + draw.Between(8, 22)), "rest");
                second += 300;
                continue;
            }

            for (var left = draw.Whole(2, 5); left > 0 && second < to; left--)
            {
                var beat = new Beat(second, Clamp(person.RestingHeartRate + draw.Between(18, 42)), "awake");
                yield return beat;
                if (draw.Chance(0.008))
                {
                    yield return beat with
                    {
                        Bpm = (byte)(beat.Bpm + 2),
                    };
                }

                second += draw.Whole(3, 35);
            }

            second += draw.Whole(500, 1500);
        }
    }

    private static IEnumerable<Beat> Artifact(Person person, DateOnly day)
    {
        if (day.DayNumber % 11 != 3)
        {
            yield break;
        }

        var second = Zones.At(person, day, 38).ToUnixTimeSeconds() + 7;
        for (var row = 0; row < 12; row++)
        {
            yield return new Beat(second + (row * 5), (byte)(201 + (row % 3)), "workout");
        }
    }

    private static double Ceiling(Person person) => 208 - (0.7 * person.Age);

    private static byte Clamp(double bpm) => (byte)Math.Clamp(Math.Round(bpm), 38, 198);
}
