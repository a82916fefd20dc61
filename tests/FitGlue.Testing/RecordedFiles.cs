using System.Globalization;
using System.IO.Compression;
using System.Text;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;

namespace FitGlue.Testing;

/// <summary>Files as devices write them: a ride with a point each ten seconds, with position, height, heart rate and cadence.</summary>
public static class RecordedFiles
{
    public const int PointsPerMinute = 6;

    public static readonly DateTimeOffset Start = new(2026, 6, 14, 7, 0, 0, TimeSpan.Zero);

    public static byte[] Gpx(DateTimeOffset? start = null, int minutes = 20, string name = "Morning ride", bool heartRate = true)
    {
        var began = start ?? Start;
        var points = string.Concat(
            Enumerable.Range(0, minutes * PointsPerMinute + 1).Select(i => Point(began.AddSeconds(10 * i), i, heartRate))
        );
        return Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Tester" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
            <trk><name>{name}</name><type>cycling</type><trkseg>{points}</trkseg></trk></gpx>
            """
        );
    }

    /// <summary>The same ride as we write it.</summary>
    public static byte[] Fit(DateTimeOffset? start = null) => FitFile.Encode(Ride(start));

    public static byte[] Tcx(DateTimeOffset? start = null) => TcxFile.Write(Ride(start));

    public static Activity Ride(DateTimeOffset? start = null) =>
        FileReader.ReadActivities(Gpx(start)).Activities[0].ToActivity("elsewhere", "ride");

    /// <summary>A document type that names a file of this machine.</summary>
    public static byte[] WithDocumentType() =>
        Encoding.UTF8.GetBytes(
            """<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx version="1.1"><trk><name>&x;</name></trk></gpx>"""
        );

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    private static string Point(DateTimeOffset at, int i, bool heartRate) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""<trkpt lat="{52.5 + (0.0005 * i)}" lon="13.4"><ele>{40 + (i % 5)}</ele><time>{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}</time><extensions><x:TrackPointExtension>{(heartRate ? $"<x:hr>{120 + (i % 30)}</x:hr>" : "")}<x:cad>{80 + (i % 10)}</x:cad></x:TrackPointExtension></extensions></trkpt>"""
        );
}
