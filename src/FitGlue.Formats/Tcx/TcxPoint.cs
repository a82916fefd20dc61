using System.Xml;
using FitGlue.Core.Activities;

namespace FitGlue.Formats.Tcx;

/// <summary>One track point. Speed and power are in Garmin's extension, the order is that of the schema.</summary>
internal static class TcxPoint
{
    private const string Extension = "http://www.garmin.com/xmlschemas/ActivityExtension/v2";
    private const int MostRpm = 254;

    public static void Write(XmlWriter xml, RecordedPoint point)
    {
        xml.WriteStartElement("Trackpoint");
        xml.WriteElementString("Time", TcxFile.Time(point.Time));
        WritePosition(xml, point.Position);
        WriteNumber(xml, "AltitudeMeters", point.AltitudeMeters);
        WriteNumber(xml, "DistanceMeters", point.DistanceMeters);
        TcxFile.WriteBpm(xml, "HeartRateBpm", point.HeartRateBpm);
        if (point.CadenceRpm is >= 0 and < MostRpm + 1 and var cadence)
        {
            xml.WriteElementString("Cadence", XmlConvert.ToString((int)cadence));
        }

        WriteExtension(xml, point);
        xml.WriteEndElement();
    }

    private static void WritePosition(XmlWriter xml, Position? position)
    {
        if (position is { } known)
        {
            xml.WriteStartElement("Position");
            xml.WriteElementString("LatitudeDegrees", XmlConvert.ToString(known.Latitude));
            xml.WriteElementString("LongitudeDegrees", XmlConvert.ToString(known.Longitude));
            xml.WriteEndElement();
        }
    }

    private static void WriteExtension(XmlWriter xml, RecordedPoint point)
    {
        if (point.SpeedMetersPerSecond is null && point.PowerWatts is null)
        {
            return;
        }

        xml.WriteStartElement("Extensions");
        xml.WriteStartElement("TPX", Extension);
        WriteNumber(xml, "Speed", point.SpeedMetersPerSecond, Extension);
        WriteNumber(xml, "Watts", point.PowerWatts, Extension);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    // Shortest text that reads back as the same number.
    private static void WriteNumber(XmlWriter xml, string element, IFormattable? number, string? ns = null)
    {
        if (number is not null)
        {
            xml.WriteElementString(element, ns, number.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
