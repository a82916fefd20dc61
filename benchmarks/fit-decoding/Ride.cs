using FitGlue.Core.Activities;
using FitGlue.Formats.Fit;

namespace FitDecoding;

/// <summary>Four hours by bicycle, a record each second with all that we read.</summary>
internal static class Ride
{
    private const int Seconds = 4 * 3600;
    private static readonly DateTimeOffset Start = new(2026, 9, 12, 7, 30, 0, TimeSpan.FromHours(3));

    public static string WriteTo(string folder)
    {
        var path = Path.Combine(folder, "ride.fit");
        File.WriteAllBytes(path, FitFile.Encode(Activity()));
        return path;
    }

    private static Activity Activity() =>
        new()
        {
            Source = "upload",
            ExternalId = "benchmark",
            Title = "Cycling",
            Type = new("cycling", "Cycling"),
            StartTime = Start,
            EndTime = Start.AddSeconds(Seconds),
            DistanceMeters = Seconds * 7.5,
            Recording = new() { Device = "Benchmark", Points = [.. Enumerable.Range(0, Seconds).Select(PointAt)] },
        };

    private static RecordedPoint PointAt(int second) =>
        new(Start.AddSeconds(second))
        {
            Position = new(50 + (second * 4e-5), -10 + (second * 3e-5)),
            AltitudeMeters = 120 + (second % 900 / 5f),
            DistanceMeters = second * 7.5,
            SpeedMetersPerSecond = 7.5f + (second % 7 / 8f),
            CadenceRpm = 85 + (second % 11),
            PowerWatts = 190 + (second % 60),
            HeartRateBpm = 130 + (second % 25),
        };
}
