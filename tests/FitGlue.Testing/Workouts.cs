using FitGlue.Core.Activities;

namespace FitGlue.Testing;

/// <summary>Synthetic workouts with known figures.</summary>
public static class Workouts
{
    public static readonly DateTimeOffset Start = new(2026, 10, 5, 18, 2, 11, TimeSpan.FromHours(3));

    /// <summary>47 minutes at the ring's resting cadence, after a denser start: average 138.3943 bpm, all covered, sparse.</summary>
    public static readonly (double Second, int Bpm)[] SeriesA =
    [
        (0, 84),
        (37, 96),
        (62, 108),
        (121, 118),
        (185, 127),
        (300, 133),
        (600, 139),
        (905, 142),
        (1200, 146),
        (1501, 149),
        (1800, 151),
        (2100, 147),
        (2400, 138),
        (2700, 120),
        (2843, 112),
    ];

    /// <summary>Half an hour with a hole of 16 minutes: 840 s covered, average 135.9613 bpm.</summary>
    public static readonly (double Second, int Bpm)[] SeriesB =
    [
        (0, 90),
        (5, 92),
        (10, 95),
        (15, 99),
        (20, 104),
        (25, 108),
        (30, 112),
        (330, 140),
        (335, 141),
        (340, 143),
        (1300, 150),
        (1600, 150),
        (1800, 120),
    ];

    /// <summary>Twenty minutes between samples that lie outside: all covered, average 138.05 bpm.</summary>
    public static readonly (double Second, int Bpm)[] SeriesC = [(-120, 100), (180, 130), (480, 150), (780, 150), (1080, 130), (1380, 100)];

    /// <summary>A strength workout with the heart rate of <see cref="SeriesA"/>.</summary>
    public static Activity Strength { get; } = Of(2843, SeriesA);

    /// <summary>An hour with a reading each five seconds and nothing wrong with it.</summary>
    public static Activity Dense { get; } =
        Of(3600, [.. Enumerable.Range(0, 721).Select(i => (i * 5.0, 130 + (int)(20 * Math.Sin(i / 60.0))))]);

    public static Activity Of(double seconds, params IEnumerable<(double Second, int Bpm)> samples) =>
        new()
        {
            Source = "oura",
            ExternalId = "3f1c6a52-8f0e-4f0f-9a3e-5d2c7b1e0a44",
            Title = "Evening lifting",
            Type = new Sport("strengthtraining", "Strength training"),
            RawType = "strength_training",
            StartTime = Start,
            EndTime = Start.AddSeconds(seconds),
            Calories = 312.4,
            Intensity = "moderate",
            Detection = "confirmed",
            HeartRate = HeartRate.Of(Samples(samples), Start, Start.AddSeconds(seconds)),
        };

    /// <summary>With a pause, from and to so many seconds after the start.</summary>
    public static Activity Paused(this Activity activity, int from, int to)
    {
        var pause = new Pause(activity.StartTime.AddSeconds(from), activity.StartTime.AddSeconds(to));
        return activity with
        {
            Recording = (activity.Recording ?? new()) with { Pauses = [pause] },
            HeartRate = HeartRate.Of(activity.HeartRate.Samples, activity.StartTime, activity.EndTime, [pause]),
        };
    }

    public static IEnumerable<HeartRateSample> Samples(IEnumerable<(double Second, int Bpm)> samples, string? context = "workout") =>
        samples.Select(s => new HeartRateSample(Start.AddSeconds(s.Second), s.Bpm, context));
}
