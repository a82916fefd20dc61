using System.Xml;
using FitGlue.Core.Activities;
using static FitGlue.Formats.ActivityFigures;

namespace FitGlue.Formats.Tcx;

/// <summary>Writes on what a device recorded: laps, and in them a track for each stretch that the timer ran.</summary>
internal static class TcxLaps
{
    public static void Write(XmlWriter xml, Activity activity, Recording recording)
    {
        RecordedPoint[] points = [.. PointsOf(recording)];
        if (recording.Laps.IsEmpty)
        {
            var whole = new RecordedLap(activity.StartTime, activity.EndTime, TimerOf(activity))
            {
                DistanceMeters = activity.DistanceMeters,
                Calories = activity.Calories,
            };
            WriteLap(xml, whole, (AverageBpm(activity), MaxBpm(activity)), points, recording);
            return;
        }

        var from = 0;
        foreach (var (index, lap) in recording.Laps.Index())
        {
            var next = index + 1 < recording.Laps.Length ? recording.Laps[index + 1].StartTime : DateTimeOffset.MaxValue;
            var count = points.Skip(from).TakeWhile(point => point.Time < next).Count();
            var heartRate = RepresentativeOf(lap, activity);
            var bpm = (heartRate?.AverageBpm is { } average ? (int?)Round(average) : null, heartRate?.MaxBpm);
            WriteLap(xml, lap, bpm, points.AsSpan(from, count), recording);
            from += count;
        }
    }

    private static void WriteLap(
        XmlWriter xml,
        RecordedLap lap,
        (int? Average, int? Max) bpm,
        ReadOnlySpan<RecordedPoint> points,
        Recording recording
    )
    {
        xml.WriteStartElement("Lap");
        xml.WriteAttributeString("StartTime", TcxFile.Time(lap.StartTime));
        xml.WriteElementString("TotalTimeSeconds", XmlConvert.ToString(TimerOf(lap, recording).TotalSeconds));
        xml.WriteElementString("DistanceMeters", XmlConvert.ToString(lap.DistanceMeters ?? 0));
        xml.WriteElementString("Calories", XmlConvert.ToString(Kilocalories(lap.Calories) ?? 0));
        TcxFile.WriteBpm(xml, "AverageHeartRateBpm", bpm.Average);
        TcxFile.WriteBpm(xml, "MaximumHeartRateBpm", bpm.Max);
        xml.WriteElementString("Intensity", "Active");
        xml.WriteElementString("TriggerMethod", "Manual");
        WriteTracks(xml, points, recording);
        xml.WriteEndElement();
    }

    private static void WriteTracks(XmlWriter xml, ReadOnlySpan<RecordedPoint> points, Recording recording)
    {
        for (var index = 0; index < points.Length; index++)
        {
            var begins = index == 0 || IsPauseBetween(recording, points[index - 1].Time, points[index].Time);
            if (begins && index > 0)
            {
                xml.WriteEndElement();
            }

            if (begins)
            {
                xml.WriteStartElement("Track");
            }

            TcxPoint.Write(xml, points[index]);
        }

        if (points.Length > 0)
        {
            xml.WriteEndElement();
        }
    }

    private static bool IsPauseBetween(Recording recording, DateTimeOffset from, DateTimeOffset to) =>
        recording.PausedWithin(from, to) >= TimeSpan.FromSeconds(1);
}
