using System.Text;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;

namespace FitGlue.Testing.Files;

/// <summary>Sound files of every kind that is read: ours always, those of real devices where the shared folder is.</summary>
public static class SampleFiles
{
    private const string Gpx = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gpx xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" creator="Some App" version="1.1">
          <metadata><name>not this</name></metadata>
          <trk><name>Morning &amp; ride</name><type>road_biking</type>
            <trkseg>
              <trkpt lat="50.0" lon="-10.0"><ele>120.4</ele><time>2026-09-12T04:30:00Z</time>
                <extensions><power>210</power><gpxtpx:TrackPointExtension><gpxtpx:hr>131</gpxtpx:hr><gpxtpx:cad>82</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions></trkpt>
              <trkpt lat="50.001" lon="-10.0"><ele>121</ele><time>2026-09-12T07:30:20.250+03:00</time></trkpt>
            </trkseg>
            <trkseg><trkpt lat="50.010" lon="-10.0"><time>2026-09-12T04:32:00Z</time></trkpt></trkseg>
          </trk>
        </gpx>
        """;

    /// <summary>Our own FIT files: one of a ring, one of a ride, one with all that is rare.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> OwnFit { get; } =
    [
        ("strength.fit", FitFile.Encode(Workouts.Strength)),
        ("ride.fit", FitFile.Encode(Rides.Ride)),
        ("rare.fit", [.. Rare().ToFile(), .. Rare().ToFile()]),
    ];

    public static IReadOnlyList<(string Name, byte[] Content)> OwnXml { get; } =
    [("ride.tcx", TcxFile.Write(Rides.Excerpt)), ("ride.gpx", Encoding.UTF8.GetBytes(Gpx))];

    public static IReadOnlyList<(string Name, byte[] Content)> SharedFit => Shared(".fit");

    public static IReadOnlyList<(string Name, byte[] Content)> SharedXml => Shared(".tcx");

    private static IReadOnlyList<(string Name, byte[] Content)> Shared(string extension) =>
        SharedData.IsPresent
            ?
            [
                .. Directory
                    .GetFiles(SharedData.Path("fit"), $"*{extension}")
                    .Order(StringComparer.Ordinal)
                    .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))),
            ]
            : [];

    /// <summary>Compressed times, fields of applications, the other order of bytes, heart rate of a strap, sports after one another, laps, pauses.</summary>
    private static FitBuilder Rare() =>
        new FitBuilder { HeaderSize = 12 }
            .FileId()
            .Define(1, 21, (253, 4, FitBuilder.U32), (0, 1, FitBuilder.Enum), (1, 1, FitBuilder.Enum))
            .Data(1, FitBuilder.Start, (byte)0, (byte)0)
            .DefineWithDeveloperFields(1, 20, [(253, 4, FitBuilder.U32), (3, 1, FitBuilder.U8)], 2, 4, 9)
            .Data(1, FitBuilder.Start, (byte)100, new byte[15])
            .Define(2, 20, (3, 1, FitBuilder.U8), (0, 4, FitBuilder.S32), (1, 4, FitBuilder.S32))
            .Compressed(2, FitBuilder.Start + 20, (byte)110, 596_523_235, -119_304_647)
            .Compressed(2, FitBuilder.Start + 50, (byte)120, 596_523_335, -119_304_747)
            .Define(3, 20, bigEndian: true, (253, 4, FitBuilder.U32), (7, 2, FitBuilder.U16))
            .DataBigEndian(3, FitBuilder.Start + 70, (ushort)250)
            .Define(4, 132, (253, 4, FitBuilder.U32), (6, 1, FitBuilder.U8), (9, 4, FitBuilder.U32))
            .Data(4, FitBuilder.Start + 80, (byte)90, 1_000_000u)
            .Define(4, 132, (6, 2, FitBuilder.U8), (10, 3, FitBuilder.Bytes))
            .Data(4, new byte[] { 95, 99 }, new byte[] { 0x40, 0x16, 0x68 })
            .Define(1, 21, (253, 4, FitBuilder.U32), (0, 1, FitBuilder.Enum), (1, 1, FitBuilder.Enum))
            .Data(1, FitBuilder.Start + 85, (byte)0, (byte)4)
            .Data(1, FitBuilder.Start + 95, (byte)0, (byte)0)
            .Define(5, 19, (2, 4, FitBuilder.U32), (7, 4, FitBuilder.U32))
            .Data(5, FitBuilder.Start, 40_000u)
            .Data(5, FitBuilder.Start + 40, 60_000u)
            .Session(0, 60, sport: 5)
            .Session(60, 60, sport: 2)
            .Activity(0);
}
