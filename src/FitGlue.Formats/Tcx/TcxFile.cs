using System.Text;
using System.Xml;
using FitGlue.Core.Activities;
using static FitGlue.Formats.ActivityFigures;

namespace FitGlue.Formats.Tcx;

/// <summary>
/// An activity as Garmin's Training Center XML, for programs that do not read FIT. The schema demands a distance and
/// calories: 0 stands for "not known" there, which is why FIT is the better choice.
/// </summary>
public static class TcxFile
{
    private const string Namespace = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2";
    private const string Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly XmlWriterSettings Format = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    /// <exception cref="UnwritableActivityException">The activity is impossible.</exception>
    public static byte[] Write(Activity activity)
    {
        Check(activity);
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Format))
        {
            xml.WriteStartElement("TrainingCenterDatabase", Namespace);
            xml.WriteAttributeString("xmlns", "xsi", null, Xsi);
            xml.WriteStartElement("Activities");
            WriteActivity(xml, activity);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void WriteActivity(XmlWriter xml, Activity activity)
    {
        xml.WriteStartElement("Activity");
        xml.WriteAttributeString("Sport", SportOf(activity.Type));
        xml.WriteElementString("Id", Time(activity.StartTime));
        if (activity.Recording is { } recording)
        {
            TcxLaps.Write(xml, activity, recording);
        }
        else
        {
            WriteLap(xml, activity);
        }

        xml.WriteElementString("Notes", NotesOf(activity));
        WriteCreator(xml, activity);
        xml.WriteEndElement();
    }

    private static void WriteLap(XmlWriter xml, Activity activity)
    {
        xml.WriteStartElement("Lap");
        xml.WriteAttributeString("StartTime", Time(activity.StartTime));
        xml.WriteElementString("TotalTimeSeconds", XmlConvert.ToString(activity.Elapsed.TotalSeconds));
        xml.WriteElementString("DistanceMeters", XmlConvert.ToString(activity.DistanceMeters ?? 0));
        xml.WriteElementString("Calories", XmlConvert.ToString(Kilocalories(activity) ?? 0));
        WriteBpm(xml, "AverageHeartRateBpm", AverageBpm(activity));
        WriteBpm(xml, "MaximumHeartRateBpm", MaxBpm(activity));
        xml.WriteElementString("Intensity", "Active");
        xml.WriteElementString("TriggerMethod", "Manual");
        WriteTrack(xml, [.. SamplesOf(activity)]);
        xml.WriteEndElement();
    }

    private static void WriteTrack(XmlWriter xml, HeartRateSample[] samples)
    {
        if (samples.Length == 0)
        {
            return;
        }

        xml.WriteStartElement("Track");
        foreach (var sample in samples)
        {
            xml.WriteStartElement("Trackpoint");
            xml.WriteElementString("Time", Time(sample.Time));
            WriteBpm(xml, "HeartRateBpm", sample.Bpm);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    internal static void WriteBpm(XmlWriter xml, string element, int? bpm)
    {
        if (bpm is { } known)
        {
            xml.WriteStartElement(element);
            xml.WriteElementString("Value", XmlConvert.ToString(known));
            xml.WriteEndElement();
        }
    }

    private static void WriteCreator(XmlWriter xml, Activity activity)
    {
        xml.WriteStartElement("Creator");
        xml.WriteAttributeString("xsi", "type", Xsi, "Device_t");
        xml.WriteElementString("Name", "FitGlue");
        xml.WriteElementString("UnitId", XmlConvert.ToString(SerialOf(activity)));
        xml.WriteElementString("ProductID", "1");
        xml.WriteStartElement("Version");
        xml.WriteElementString("VersionMajor", "1");
        xml.WriteElementString("VersionMinor", "0");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string SportOf(Sport sport) =>
        sport.Key switch
        {
            "running" or "treadmill" or "trailrunning" => "Running",
            "cycling" or "indoorcycling" or "mountainbiking" => "Biking",
            _ => "Other",
        };

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static string NotesOf(Activity activity) =>
        Legal(activity.Description is { Length: > 0 } description ? $"{activity.Title}\n\n{description}" : activity.Title);

    /// <summary>XML has no way to write some characters, not even escaped: they go. Half a surrogate pair becomes U+FFFD.</summary>
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            legal.Append(rune.Value < 0x10000 && !XmlConvert.IsXmlChar((char)rune.Value) ? "" : rune.ToString());
        }

        return legal.ToString();
    }
}
