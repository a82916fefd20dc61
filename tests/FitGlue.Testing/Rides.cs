using FitGlue.Core.Activities;

namespace FitGlue.Testing;

/// <summary>Synthetic workouts of a device that measures more than a heart: what files are made of and read back to.</summary>
public static class Rides
{
    public static readonly DateTimeOffset Start = new(2026, 9, 12, 7, 30, 0, TimeSpan.FromHours(3));

    /// <summary>Twenty minutes by bicycle with a point each five seconds, two laps and a pause of two minutes.</summary>
    public static Activity Ride { get; } = Of(Recorded());

    /// <summary>The same with a few of its points.</summary>
    public static Activity Excerpt { get; } =
        Of(Ride.Recording! with { Points = [.. Ride.Recording.Points.Where((_, index) => index is 0 or 1 or 120 or 121 or 122 or 216)] });

    public static Activity Of(Recording recording) =>
        new()
        {
            Source = "upload",
            ExternalId = "7d0e",
            Title = "Cycling",
            Type = Sports.Find("cycling")!,
            RawType = "cycling",
            StartTime = Start,
            EndTime = Start.AddSeconds(1200.5),
            Calories = 211,
            CaloriesFromFile = true,
            DistanceMeters = 6480.5,
            HeartRate = HeartRate.Of(ReadingsOf(recording), Start, Start.AddSeconds(1200.5)),
            Recording = recording,
        };

    private static Recording Recorded() =>
        new()
        {
            Device = "Tours 500",
            Points = [.. Enumerable.Range(0, 241).Select(index => 5 * index).Where(second => second is <= 600 or >= 720).Select(PointAt)],
            Pauses = [new(At(600), At(720))],
            Laps =
            [
                new(At(0), At(600), TimeSpan.FromSeconds(600)) { DistanceMeters = 3600, Calories = 120 },
                new(At(600), At(1200), TimeSpan.FromSeconds(480)) { DistanceMeters = 2880.5, Calories = 91 },
            ],
            TimerTime = TimeSpan.FromSeconds(1080.5),
        };

    // On the grid of what FIT can say, so that what is read back is equal.
    private static RecordedPoint PointAt(int second) =>
        new(At(second))
        {
            Position = new((596_523_235 + (second * 500)) / Semicircles, (-119_304_647 + (second * 700)) / Semicircles),
            AltitudeMeters = (float)(120 + (second / 50 * 0.2)),
            DistanceMeters = (second - (second >= 720 ? 120 : 0)) * 6,
            SpeedMetersPerSecond = 6.125f,
            CadenceRpm = 80 + (second % 2 * 0.5f),
            PowerWatts = 180 + (second % 40),
            HeartRateBpm = 120 + (second / 60),
        };

    private const double Semicircles = (1L << 31) / 180.0;

    private static DateTimeOffset At(int second) => Start.ToUniversalTime().AddSeconds(second);

    private static IEnumerable<HeartRateSample> ReadingsOf(Recording recording) =>
        recording
            .Points.Where(point => point.HeartRateBpm is not null)
            .Select(point => new HeartRateSample(point.Time, point.HeartRateBpm!.Value, null));
}
