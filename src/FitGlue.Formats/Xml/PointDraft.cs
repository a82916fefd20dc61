using FitGlue.Core.Activities;

namespace FitGlue.Formats.Xml;

/// <summary>A point while its elements are read.</summary>
internal sealed class PointDraft
{
    private const int MostWatts = 10_000;
    private const int MostRpm = 1_000;

    public DateTimeOffset? Time { get; private set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    private double? Altitude { get; set; }

    private double? Distance { get; set; }

    private double? Speed { get; set; }

    private int? Cadence { get; set; }

    private int? Watts { get; set; }

    private int? Bpm { get; set; }

    public bool HasOffset { get; private set; }

    /// <summary>Takes what an element of a point says, wherever it stands and whoever's extension it is.</summary>
    public void Take(XmlPlace place, string text)
    {
        switch (place.Name)
        {
            case "Time" or "time":
                (Time, HasOffset) = (XmlValue.Time(text), XmlValue.HasOffset(text));
                break;
            case "LatitudeDegrees":
                Latitude = XmlValue.Number(text);
                break;
            case "LongitudeDegrees":
                Longitude = XmlValue.Number(text);
                break;
            case "AltitudeMeters" or "ele":
                Altitude = XmlValue.Number(text);
                break;
            case "DistanceMeters":
                Distance = XmlValue.Number(text) is >= 0 and var meters ? meters : null;
                break;
            case "Speed" or "speed":
                Speed = XmlValue.Number(text) is >= 0 and var speed ? speed : null;
                break;
            case "Cadence" or "RunCadence" or "cad" or "cadence":
                Cadence ??= XmlValue.Whole(text, MostRpm);
                break;
            case "Watts" or "power" or "PowerInWatts" or "watts":
                Watts ??= XmlValue.Whole(text, MostWatts);
                break;
            case "HeartRateBpm" or "hr" or "heartrate":
                Bpm ??= XmlValue.Bpm(text);
                break;
            case "Value" when place.Parent is "HeartRateBpm":
                Bpm = XmlValue.Bpm(text);
                break;
        }
    }

    public RecordedPoint At(DateTimeOffset time) =>
        new(time)
        {
            Position = Position.Of(Latitude, Longitude),
            AltitudeMeters = (float?)Altitude,
            DistanceMeters = Distance,
            SpeedMetersPerSecond = (float?)Speed,
            CadenceRpm = Cadence,
            PowerWatts = Watts,
            HeartRateBpm = Bpm,
        };
}
