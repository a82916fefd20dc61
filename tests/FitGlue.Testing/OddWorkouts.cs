using FitGlue.Core.Activities;

namespace FitGlue.Testing;

/// <summary>Workouts as no source should bring them, and as one will.</summary>
public static class OddWorkouts
{
    private static readonly DateTimeOffset Start = Workouts.Start;

    public static IEnumerable<(string Kind, Activity Activity)> All =>
        [
            ("figures that are no numbers", Figures(double.NaN)),
            ("figures without end", Figures(double.PositiveInfinity)),
            ("figures below zero", Figures(-5)),
            ("figures beyond belief", Figures(1e300)),
            ("figures of zero", Figures(0)),
            ("an end before the start", Workouts.Dense with { EndTime = Start.AddHours(-1) }),
            ("a year long", Workouts.Dense with { EndTime = Start.AddDays(365) }),
            ("across midnight", Moved(new(2026, 10, 5, 23, 40, 0, TimeSpan.FromHours(3)), TimeSpan.FromHours(3))),
            ("clocks put back while it lasted", Moved(new(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(2)), TimeSpan.FromHours(1))),
            ("clocks put forward while it lasted", Moved(new(2026, 3, 29, 1, 30, 0, TimeSpan.FromHours(1)), TimeSpan.FromHours(2))),
            ("an offset of 14 hours", Moved(new(2026, 1, 1, 0, 10, 0, TimeSpan.FromHours(14)), TimeSpan.FromHours(-12))),
            ("the first day of a leap year", Moved(new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.Zero)),
            ("long ago", Moved(new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.Zero)),
            ("far ahead", Moved(new(2399, 12, 31, 23, 0, 0, TimeSpan.Zero), TimeSpan.Zero)),
            ("paused from start to end", Workouts.Dense.Paused(0, 3600)),
            ("paused for its first half", Workouts.Dense.Paused(0, 1800)),
            ("bursts and holes", Workouts.Of(3600, Bursts())),
            ("as low as a heart goes", Workouts.Of(1800, Enumerable.Range(0, 361).Select(i => (i * 5.0, 30)))),
            ("as high as a heart goes", Workouts.Of(1800, Enumerable.Range(0, 361).Select(i => (i * 5.0, 190)))),
            ("a title of ten thousand letters", Workouts.Dense with { Title = new string('x', 10_000), RawType = new string('y', 10_000) }),
            (
                "a title of signs",
                Workouts.Dense with
                {
                    Title = "{title} }} {{ \"\\ \r\n\0 🏃‍♀️ \ud83d",
                    Description = "{nothing:0} -> #",
                }
            ),
            ("a kind that nobody knows", Workouts.Dense with { Type = new("noble-art", "Noble art"), RawType = "noble_art" }),
            ("words that nobody knows", Workouts.Dense with { Intensity = "brutal", Detection = "by hearsay", Source = "elsewhere" }),
            ("points and no heart rate", Ride(points: 600)),
            ("a recording without points", Ride(points: 0)),
        ];

    private static Activity Figures(double figure) => Workouts.Dense with { Calories = figure, DistanceMeters = figure };

    private static Activity Moved(DateTimeOffset start, TimeSpan offsetOfEnd)
    {
        var moved = Workouts.Dense.Shifted(start - Start);
        return moved with { StartTime = start, EndTime = start.AddHours(1).ToOffset(offsetOfEnd) };
    }

    /// <summary>Six readings in half a minute, then five minutes without one.</summary>
    private static IEnumerable<(double Second, int Bpm)> Bursts() =>
        Enumerable.Range(0, 11).SelectMany(burst => Enumerable.Range(0, 6).Select(i => ((burst * 330.0) + (i * 5), 120 + burst)));

    private static Activity Ride(int points) =>
        Workouts.Of(3600) with
        {
            Source = "upload",
            DistanceMeters = 21_000,
            Recording = new()
            {
                Device = "Tours 500",
                Points = [.. Enumerable.Range(0, points).Select(i => new RecordedPoint(Start.AddSeconds(i * 6)) { PowerWatts = i })],
                Pauses = [new(Start.AddMinutes(10), Start.AddMinutes(20))],
            },
        };
}
