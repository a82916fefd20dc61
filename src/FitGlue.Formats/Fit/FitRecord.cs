using FitGlue.Core.Activities;

namespace FitGlue.Formats.Fit;

/// <summary>A record message: what was measured at one second.</summary>
internal static class FitRecord
{
    public const byte Latitude = 0;
    public const byte Longitude = 1;
    public const byte HeartRate = 3;
    public const byte Cadence = 4;
    public const byte Distance = 5;
    public const byte Power = 7;
    public const byte FractionalCadence = 53;
    public const byte EnhancedSpeed = 73;
    public const byte EnhancedAltitude = 78;

    /// <summary>A full circle is all 32 bits.</summary>
    public const double SemicirclesPerDegree = (1L << 31) / 180.0;

    private const byte Altitude = 2;
    private const byte Speed = 6;
    private const byte Cadence256 = 52;

    /// <param name="odometer">Of this file.</param>
    public static RecordedPoint Read(FitData data, DateTimeOffset time, FitOdometer odometer)
    {
        var rolled = odometer.Read(data);
        return new(time)
        {
            Position = Position.Of(data.Number(Latitude, SemicirclesPerDegree), data.Number(Longitude, SemicirclesPerDegree)),
            AltitudeMeters = (float?)(data.Number(EnhancedAltitude, 5, 500) ?? data.Number(Altitude, 5, 500)),
            DistanceMeters = data.Number(Distance, 100) ?? rolled?.Meters,
            SpeedMetersPerSecond = (float?)(data.Number(EnhancedSpeed, 1000) ?? data.Number(Speed, 1000) ?? rolled?.MetersPerSecond),
            CadenceRpm = (float?)(data.Number(Cadence) + (data.Number(FractionalCadence, 128) ?? 0) ?? data.Number(Cadence256, 256)),
            PowerWatts = (int?)data.Whole(Power),
            HeartRateBpm = BpmOf(data.Whole(HeartRate)),
        };
    }

    /// <summary>Sensors that lost the skin write 0.</summary>
    public static int? BpmOf(uint? bpm) => bpm is > 0 and < 255 ? (int)bpm : null;
}
