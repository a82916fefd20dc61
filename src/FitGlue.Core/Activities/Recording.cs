using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace FitGlue.Core.Activities;

/// <summary>
/// What a device recorded of one workout beside its figures. Files are written from these points and no others: a step that adds heart
/// rate to an activity puts it into its points too.
/// </summary>
public sealed record Recording
{
    /// <summary>What recorded it, in the words of the file.</summary>
    public string? Device { get; init; }

    /// <summary>By time. Holes stay holes.</summary>
    public ImmutableArray<RecordedPoint> Points { get; init; } = [];

    /// <summary>By time, inside the workout, without overlap.</summary>
    public ImmutableArray<Pause> Pauses { get; init; } = [];

    /// <summary>By time; none where the whole workout is one lap.</summary>
    public ImmutableArray<RecordedLap> Laps { get; init; } = [];

    /// <summary>How long the timer ran, as the device counted it; null where it did not say.</summary>
    public TimeSpan? TimerTime { get; init; }

    /// <summary>How long of a stretch the timer stood still.</summary>
    public TimeSpan PausedWithin(DateTimeOffset start, DateTimeOffset end) =>
        Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause.Within(start, end));
}

/// <summary>What was measured at one instant; null where it was not. 96 bytes: an hour of one a second takes 350 kB.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecordedPoint(DateTimeOffset Time)
{
    public Position? Position { get; init; }

    public float? AltitudeMeters { get; init; }

    /// <summary>From the start of the workout, as the device counted it.</summary>
    public double? DistanceMeters { get; init; }

    public float? SpeedMetersPerSecond { get; init; }

    /// <summary>Turns, strides or strokes a minute.</summary>
    public float? CadenceRpm { get; init; }

    public int? PowerWatts { get; init; }

    public int? HeartRateBpm { get; init; }
}

/// <summary>A place on earth (WGS 84), in degrees; north and east are positive.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Position(double Latitude, double Longitude)
{
    /// <summary>Mean radius of the earth.</summary>
    private const double RadiusMeters = 6_371_008.8;

    /// <summary>The shortest way on a sphere (haversine): off by half a percent at most.</summary>
    public double MetersTo(Position other)
    {
        var (north, otherNorth) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var (height, width) = (Math.Sin((otherNorth - north) / 2), Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2));
        var chord = (height * height) + (Math.Cos(north) * Math.Cos(otherNorth) * width * width);
        return 2 * RadiusMeters * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    /// <summary>Null where there is no such place.</summary>
    public static Position? Of(double? latitude, double? longitude) =>
        latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 ? new(latitude.Value, longitude.Value) : null;
}

/// <summary>The timer stood still.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Pause(DateTimeOffset Start, DateTimeOffset End)
{
    internal TimeSpan Within(DateTimeOffset start, DateTimeOffset end)
    {
        var (from, to) = (start > Start ? start : Start, end < End ? end : End);
        return to > from ? to - from : TimeSpan.Zero;
    }
}

/// <param name="TimerTime">How long the timer ran, as the device counted it; null where it did not say.</param>
public sealed record RecordedLap(DateTimeOffset StartTime, DateTimeOffset EndTime, TimeSpan? TimerTime)
{
    public double? DistanceMeters { get; init; }

    public double? Calories { get; init; }
}
