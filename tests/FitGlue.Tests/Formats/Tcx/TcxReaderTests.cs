using System.Text;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Tcx;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Tcx;

public sealed class TcxReaderTests
{
    private const string Points = """
        <Track>
          <Trackpoint><HeartRateBpm><Value>101</Value></HeartRateBpm><Time>2026-09-12T04:30:00Z</Time></Trackpoint>
          <Trackpoint><Time>2026-09-12T04:30:10.5Z</Time><Cadence>82</Cadence><DistanceMeters>61.5</DistanceMeters></Trackpoint>
        </Track>
        <Track>
          <Trackpoint><Time>2026-09-12T04:31:00Z</Time><Extensions><ns3:TPX><ns3:Watts>210</ns3:Watts><ns3:Speed>6.1</ns3:Speed></ns3:TPX></Extensions></Trackpoint>
        </Track>
        """;

    [Fact]
    public void Text_does_not_change() => Golden.Matches(Encoding.UTF8.GetString(TcxFile.Write(Rides.Excerpt)) + "\n", "ride.tcx");

    [Fact]
    public void What_is_written_is_valid_by_the_schema()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("ride.tcx", TcxFile.Write(Rides.Ride));

        Oracle.Run("xmllint", "--noout", "--nonet", "--schema", SharedData.Path("fit/TrainingCenterDatabasev2.xsd"), file).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var activity = Read(TcxFile.Write(Rides.Ride)).Activities.ShouldHaveSingleItem().ToActivity("upload", "7d0e");

        activity.Type.Key.ShouldBe("cycling");
        activity.StartTime.ShouldBe(Rides.Ride.StartTime);
        activity.Calories.ShouldBe(211);
        activity.DistanceMeters.ShouldBe(6480.5);
        // Cadence is whole there.
        activity.Recording!.Points.ShouldBe(
            Rides.Ride.Recording!.Points.Select(point => point with { CadenceRpm = MathF.Floor(point.CadenceRpm!.Value) })
        );
        activity.Recording.Laps.Length.ShouldBe(2);
        activity.Recording.Pauses.ShouldBe(Rides.Ride.Recording.Pauses);
        activity.HeartRate.Samples.ShouldBe(Rides.Ride.HeartRate.Samples);
    }

    [Theory]
    [InlineData("recover.tcx", 41, 41, 0, 92.0, 19.8, 313.4, "Venu")]
    [InlineData("sup_activity_1.tcx", 111, 111, 111, 1113.539, 92.0, 1157.51, "vívoactive HR")]
    public void Files_of_other_programs_are_read(
        string name,
        int points,
        int withHeartRate,
        int withPosition,
        double seconds,
        double calories,
        double meters,
        string device
    )
    {
        var read = Read(File.ReadAllBytes(SharedData.Path($"fit/{name}")));

        read.Warnings.ShouldBeEmpty();
        var activity = read.Activities.ShouldHaveSingleItem();
        activity.Recording.Points.Length.ShouldBe(points);
        activity.Recording.Points.Count(point => point.HeartRateBpm is not null).ShouldBe(withHeartRate);
        activity.Recording.Points.Count(point => point.Position is not null).ShouldBe(withPosition);
        (activity.EndTime - activity.StartTime).TotalSeconds.ShouldBe(seconds, 1e-6);
        activity.Calories.ShouldBe(calories);
        activity.DistanceMeters!.Value.ShouldBe(meters, 0.01);
        activity.Recording.Device.ShouldBe(device);
        activity.Recording.Pauses.ShouldBeEmpty();
    }

    [Fact]
    public void Neither_namespaces_nor_order_nor_completeness_matter()
    {
        var activity = Read(
            $"""
            <TrainingCenterDatabase><Activities><Activity Sport="Biking"><Lap StartTime="2026-09-12T04:30:00Z">
            {Points}<Calories>19.8</Calories><TotalTimeSeconds>30.5</TotalTimeSeconds></Lap><Id>2026-09-12T04:30:00Z</Id></Activity></Activities></TrainingCenterDatabase>
            """
        )
            .Activities.ShouldHaveSingleItem();

        activity.Type.Key.ShouldBe("cycling");
        activity.Calories.ShouldBe(19.8);
        activity.DistanceMeters.ShouldBeNull();
        activity.EndTime.ShouldBe(Rides.Start.AddSeconds(60));
        activity.Recording.TimerTime.ShouldBe(TimeSpan.FromSeconds(30.5));
        activity.Recording.Pauses.ShouldBe([new Pause(Rides.Start.AddSeconds(10.5), Rides.Start.AddSeconds(60))]);
        activity.Recording.Points.ShouldBe([
            new(Rides.Start.ToUniversalTime()) { HeartRateBpm = 101 },
            new(Rides.Start.ToUniversalTime().AddSeconds(10.5)) { CadenceRpm = 82, DistanceMeters = 61.5 },
            new(Rides.Start.ToUniversalTime().AddSeconds(60)) { PowerWatts = 210, SpeedMetersPerSecond = 6.1f },
        ]);
    }

    [Fact]
    public void Blanks_before_the_declaration_are_passed_by() =>
        Read($"\r\n     <?xml version=\"1.0\" encoding=\"UTF-8\"?>{Wrapped(Points)}").Activities.ShouldHaveSingleItem();

    [Fact]
    public void Time_between_laps_is_a_pause()
    {
        var activity = Read(
            Database(
                """
                <Lap StartTime="2026-09-12T04:30:00Z"><TotalTimeSeconds>60</TotalTimeSeconds></Lap>
                <Lap StartTime="2026-09-12T04:35:00Z"><TotalTimeSeconds>60</TotalTimeSeconds></Lap>
                """
            )
        ).Activities[0];

        activity.Recording.Pauses.ShouldBe([new Pause(Rides.Start.AddSeconds(60), Rides.Start.AddSeconds(300))]);
        activity.EndTime.ShouldBe(Rides.Start.AddSeconds(360));
        activity.Recording.Laps.Length.ShouldBe(2);
    }

    [Fact]
    public void An_offset_in_the_text_is_that_of_the_place()
    {
        var activity = Read(
            Database("""<Lap StartTime="2026-09-12T07:30:00+03:00"><TotalTimeSeconds>60</TotalTimeSeconds></Lap>""")
        ).Activities[0];

        activity.StartTime.Offset.ShouldBe(TimeSpan.FromHours(3));
        activity.OffsetKnown.ShouldBeTrue();
    }

    [Fact]
    public void What_is_cut_off_is_read_as_far_as_it_goes()
    {
        var read = Read(Wrapped(Points)[..^150]);

        read.Activities[0].Recording.Points.Length.ShouldBe(2);
        read.Warnings.ShouldHaveSingleItem().ShouldContain("cut off or damaged");
    }

    [Fact]
    public void A_document_type_is_refused() =>
        Refusal("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Wrapped("<Notes>&x;</Notes>"))
            .ShouldContain("no readable TCX file");

    [Fact]
    public void Depth_is_bounded() => Refusal(Wrapped(string.Concat(Enumerable.Repeat("<a>", 100)))).ShouldContain("more than 32 deep");

    [Fact]
    public void A_course_is_refused() =>
        Refusal($"<TrainingCenterDatabase><Courses><Course>{Points.Replace("ns3:", "")}</Course></Courses></TrainingCenterDatabase>")
            .ShouldContain("holds a course");

    [Fact]
    public void Size_is_bounded() => Refusal(Database(new string(' ', FileLimits.Bytes))).ShouldContain("larger than 25 MB");

    private static string Refusal(string text) => Should.Throw<UnreadableFileException>(() => Read(text)).Message;

    private static string Wrapped(string points) => Database($"""<Lap StartTime="2026-09-12T04:30:00Z">{points}</Lap>""");

    private static string Database(string laps) =>
        $"<TrainingCenterDatabase><Activities><Activity Sport=\"Running\">{laps}</Activity></Activities></TrainingCenterDatabase>";

    private static RecordedFile Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static RecordedFile Read(byte[] file) => TcxReader.Read(new MemoryStream(file));
}
