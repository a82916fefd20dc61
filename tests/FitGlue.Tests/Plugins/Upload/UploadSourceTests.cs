using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Formats;
using FitGlue.Plugins.Sources.Upload;
using FitGlue.Testing;
using FitGlue.Testing.Conformance;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Upload;

public sealed class UploadSourceTests : SourceConformance
{
    private static readonly UploadSource Upload = new();

    protected override ISource Source => Upload;

    protected override SourceDocument Workout => DocumentOf(RecordedFiles.Gpx());

    [Fact]
    public void What_is_read_when_it_comes_is_what_is_read_from_the_kept_file()
    {
        var brought = Readable(RecordedFiles.Gpx());

        var mapped = Upload.Map(new(brought.Activities[0].ExternalId, "") { File = brought.Content }).ShouldNotBeNull();

        (mapped.Title, mapped.Type.Key, mapped.StartTime, mapped.EndTime).ShouldBe(
            ("Morning ride", brought.Activities[0].Type.Key, RecordedFiles.Start, RecordedFiles.Start.AddMinutes(20))
        );
        mapped.DistanceMeters.ShouldBe(brought.Activities[0].DistanceMeters);
        mapped.Recording!.Points.ShouldBe(brought.Activities[0].Recording!.Points);
        mapped.HeartRate.Samples.ShouldBe(brought.Activities[0].HeartRate.Samples);
        mapped.HeartRate.Samples.Length.ShouldBe(20 * RecordedFiles.PointsPerMinute + 1);
    }

    [Fact]
    public void What_is_kept_with_a_zone_is_read_back_in_it_and_is_the_same_workout()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki");
        var brought = Upload.Read("ride", RecordedFiles.Gpx(), zone).ShouldHaveSingleItem().ShouldBeOfType<BroughtFile.Readable>();

        var mapped = Upload.Map(new(brought.Activities[0].ExternalId, "") { File = brought.Content, TimeZone = zone }).ShouldNotBeNull();

        (mapped.StartTime.Hour, mapped.StartTime.Offset, mapped.OffsetKnown).ShouldBe((10, TimeSpan.FromHours(3), true));
        brought.Activities[0].StartTime.Offset.ShouldBe(TimeSpan.FromHours(3));
        brought.Activities[0].ExternalId.ShouldBe(Readable(RecordedFiles.Gpx()).Activities[0].ExternalId);
    }

    [Fact]
    public void The_same_bytes_are_the_same_workout_whatever_they_are_called_and_packed_in()
    {
        var plain = RecordedFiles.Gpx();

        string[] ids =
        [
            Readable(plain).Activities[0].ExternalId,
            Readable(RecordedFiles.Gzip(plain), "other.gz").Activities[0].ExternalId,
            Readable(RecordedFiles.Zip(("a/b.gpx", plain)), "many.zip").Activities[0].ExternalId,
        ];

        ids.Distinct().ShouldHaveSingleItem();
        Readable(RecordedFiles.Gpx(minutes: 21)).Activities[0].ExternalId.ShouldNotBe(ids[0]);
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("tcx")]
    public void What_we_write_of_a_workout_is_read_back_with_position_heart_rate_and_cadence(string format)
    {
        var written = RecordedFiles.Ride();

        var read = Readable(format == "fit" ? RecordedFiles.Fit() : RecordedFiles.Tcx()).Activities[0];

        (read.StartTime, read.EndTime, read.Type.Key).ShouldBe((written.StartTime, written.EndTime, written.Type.Key));
        read.DistanceMeters!.Value.ShouldBe(written.DistanceMeters!.Value, 0.01);
        var (ours, theirs) = (read.Recording!.Points, written.Recording!.Points);
        ours.Length.ShouldBe(theirs.Length);
        foreach (var (one, other) in ours.Zip(theirs))
        {
            one.Time.ShouldBe(other.Time);
            one.Position!.Value.MetersTo(other.Position!.Value).ShouldBeLessThan(0.05);
            (one.HeartRateBpm, one.CadenceRpm).ShouldBe((other.HeartRateBpm, other.CadenceRpm));
            one.AltitudeMeters!.Value.ShouldBe(other.AltitudeMeters!.Value, 0.2f);
        }
    }

    [Fact]
    public void One_bad_file_of_many_loses_no_other()
    {
        var zip = RecordedFiles.Zip(
            ("good.gpx", RecordedFiles.Gpx()),
            ("bad.tcx", "not this"u8.ToArray()),
            ("good.fit", RecordedFiles.Fit())
        );

        var brought = Upload.Read("many.zip", zip).ToList();

        brought
            .Select(file => (file.Name, file is BroughtFile.Readable))
            .ShouldBe([("good.gpx", true), ("bad.tcx", false), ("good.fit", true)]);
    }

    public static TheoryData<string, byte[], FileFault> Refusals =>
        new()
        {
            { "empty", [], FileFault.Empty },
            { "a text", "Dear diary"u8.ToArray(), FileFault.Unsupported },
            { "a document type", RecordedFiles.WithDocumentType(), FileFault.Unsupported },
            {
                "a route without times",
                """<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>"""u8.ToArray(),
                FileFault.Unreadable
            },
            { "no duration", RecordedFiles.Gpx(minutes: 0), FileFault.Unreadable },
            { "too large", new byte[FileLimits.Bytes + 1], FileFault.TooLarge },
            { "packed twice", RecordedFiles.Gzip(RecordedFiles.Gzip(RecordedFiles.Gpx())), FileFault.Unreadable },
        };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void A_file_without_a_workout_is_refused_with_cause_and_next_step(string what, byte[] content, FileFault fault)
    {
        var refused = Upload.Read(what, content).ShouldHaveSingleItem().ShouldBeOfType<BroughtFile.Refused>();

        refused.Fault.ShouldBe(fault, refused.Reason);
        refused.Reason.Length.ShouldBeGreaterThan(20);
        refused.Reason.ShouldEndWith(".");
    }

    [Fact]
    public void Texts_of_strangers_are_cut_to_what_a_title_is()
    {
        var name = new string('x', 5000);

        var activity = Readable(RecordedFiles.Gpx(name: $"a\nb\tc{name}")).Activities[0];

        activity.Title.Length.ShouldBe(200);
        activity.Title.ShouldStartWith("a b c");
        activity.Title.ShouldAllBe(letter => !char.IsControl(letter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("w-1")]
    [InlineData("0123456789abcdef0123456789abcdef-7")]
    [InlineData("0123456789abcdef0123456789abcdef--1")]
    public void An_id_that_names_no_workout_of_the_file_is_refused(string id) =>
        Should.Throw<UnreadableDocumentException>(() => Upload.Map(new(id, "") { File = RecordedFiles.Gpx() }));

    [Fact]
    public void A_recorded_file_of_a_device_becomes_an_activity()
    {
        var content = File.ReadAllBytes(SharedData.Path("fit/garmin-fenix-5-walk.fit"));

        var activity = Readable(content).Activities.ShouldHaveSingleItem();

        activity.Source.ShouldBe("upload");
        activity.Recording!.Points.ShouldNotBeEmpty();
        activity.HeartRate.Grade.ShouldBeOneOf(Enum.GetValues<HeartRateGrade>());
    }

    private static BroughtFile.Readable Readable(byte[] content, string name = "ride") =>
        Upload.Read(name, content).ShouldHaveSingleItem().ShouldBeOfType<BroughtFile.Readable>();

    private static SourceDocument DocumentOf(byte[] content)
    {
        var brought = Readable(content);
        return new(brought.Activities[0].ExternalId, "") { File = brought.Content };
    }
}
