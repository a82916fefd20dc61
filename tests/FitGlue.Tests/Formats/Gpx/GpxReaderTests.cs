using System.Text;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Gpx;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Gpx;

public sealed class GpxReaderTests
{
    private const string Track = """
        <?xml version="1.0"?>
        <gpx xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" creator="Some App" version="1.1">
          <metadata><time>2020-01-01T00:00:00Z</time><name>not this</name></metadata>
          <wpt lat="1" lon="2"><time>2019-01-01T00:00:00Z</time></wpt>
          <trk><name>Morning ride</name><type>road_biking</type>
            <trkseg>
              <trkpt lat="50.0" lon="-10.0"><ele>120.4</ele><time>2026-09-12T04:30:00Z</time>
                <extensions><power>210</power><gpxtpx:TrackPointExtension><gpxtpx:hr>131</gpxtpx:hr><gpxtpx:cad>82</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions></trkpt>
              <trkpt lat="50.001" lon="-10.0"><time>2026-09-12T04:30:20Z</time></trkpt>
            </trkseg>
            <trkseg><trkpt lat="50.010" lon="-10.0"><time>2026-09-12T04:32:00Z</time></trkpt><trkpt lat="50.011" lon="-10.0"><time>2026-09-12T04:32:20Z</time></trkpt></trkseg>
          </trk>
        </gpx>
        """;

    [Fact]
    public void Reads_a_track()
    {
        var read = Read(Track);

        read.Warnings.ShouldBeEmpty();
        var activity = read.Activities.ShouldHaveSingleItem();
        (activity.Title, activity.Type.Key, activity.RawType).ShouldBe(("Morning ride", "cycling", "road_biking"));
        (activity.StartTime, activity.EndTime).ShouldBe((Rides.Start, Rides.Start.AddSeconds(140)));
        activity.Recording.Device.ShouldBe("Some App");
        activity
            .Recording.Points[0]
            .ShouldBe(
                new(Rides.Start.ToUniversalTime())
                {
                    Position = new(50, -10),
                    AltitudeMeters = 120.4f,
                    CadenceRpm = 82,
                    PowerWatts = 210,
                    HeartRateBpm = 131,
                }
            );
        activity.Recording.Pauses.ShouldBe([new Pause(Rides.Start.AddSeconds(20), Rides.Start.AddSeconds(120))]);
    }

    [Fact]
    public void The_distance_is_the_way_without_what_lay_in_pauses() =>
        Read(Track).Activities[0].DistanceMeters!.Value.ShouldBe(2 * 111.195, 0.01);

    [Fact]
    public void Each_track_is_an_activity()
    {
        var second = Track[Track.IndexOf("<trk>", StringComparison.Ordinal)..]
            .Replace("2026-09-12T04", "2026-09-12T09")
            .Replace("road_biking", "9");

        var read = Read(Track.Replace("</gpx>", second));

        read.Activities.Select(activity => activity.Type.Key).ShouldBe(["cycling", "running"]);
    }

    [Theory]
    [InlineData("running", "running")]
    [InlineData("street_running", "running")]
    [InlineData("Open Water Swimming", "openwaterswimming")]
    [InlineData("9", "running")]
    [InlineData("77", "other")]
    [InlineData("", "other")]
    public void The_type_is_free_text(string type, string key) =>
        Read(Track.Replace("road_biking", type)).Activities[0].Type.Key.ShouldBe(key);

    [Fact]
    public void Points_without_a_place_keep_the_rest()
    {
        var point = Read(Track.Replace("lat=\"50.0\"", "lat=\"500\"")).Activities[0].Recording.Points[0];

        point.Position.ShouldBeNull();
        point.HeartRateBpm.ShouldBe(131);
    }

    [Fact]
    public void A_route_is_refused()
    {
        Refusal("<gpx><rte><rtept lat=\"1\" lon=\"2\"/></rte></gpx>").ShouldContain("holds no recorded track");
        Refusal("<gpx><trk><trkseg><trkpt lat=\"1\" lon=\"2\"/></trkseg></trk></gpx>").ShouldContain("have no times");
    }

    [Fact]
    public void A_document_type_is_refused() =>
        Refusal("<!DOCTYPE gpx SYSTEM \"http://127.0.0.1/x\"><gpx/>").ShouldContain("no readable GPX file");

    [Fact]
    public void What_is_cut_off_is_read_as_far_as_it_goes()
    {
        var read = Read(Track[..Track.IndexOf("50.010", StringComparison.Ordinal)]);

        read.Activities[0].Recording.Points.Length.ShouldBe(2);
        read.Warnings.ShouldHaveSingleItem();
    }

    private static string Refusal(string text) => Should.Throw<UnreadableFileException>(() => Read(text)).Message;

    private static RecordedFile Read(string text) => GpxReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
