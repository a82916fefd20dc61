using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats;

/// <summary>A clock that was wrong for a moment costs the points of that moment and nothing more.</summary>
public sealed class StrayPointTests
{
    private const uint Of1999 = 284_083_200;
    private const uint Of2090 = 3_155_846_400;
    private const string One = "1 point lies more than a day away from the rest and was left out: the clock of the device was wrong.";

    [Theory]
    [InlineData("1999-01-01T00:00:00Z")]
    [InlineData("2090-01-01T00:00:00Z")]
    [InlineData("2026-09-20T00:00:00Z")]
    public void One_point_of_another_time_does_not_lose_a_GPX_track_nor_stretch_it(string stray)
    {
        var read = Read(Gpx([.. Seconds(60), Point(stray), .. Seconds(60, from: 60)]));

        var activity = read.Activities.ShouldHaveSingleItem();
        (activity.StartTime, activity.EndTime).ShouldBe((Rides.Start, Rides.Start.AddSeconds(119)));
        activity.Recording.Points.Length.ShouldBe(120);
        read.Warnings.ShouldBe([One]);
    }

    [Theory]
    [InlineData(Of1999)]
    [InlineData(Of2090)]
    public void One_record_of_another_time_does_not_lose_a_FIT_file_without_a_summary(uint stray)
    {
        var file = new FitBuilder().FileId().DefineRecord();
        foreach (var second in Enumerable.Range(0, 120))
        {
            file.Record((uint)second, 100);
        }

        var read = Read(file.Data(1, stray, (byte)99, 9_000_000u).ToFile());

        var activity = read.Activities.ShouldHaveSingleItem();
        (activity.StartTime, activity.EndTime).ShouldBe((Rides.Start, Rides.Start.AddSeconds(119)));
        activity.DistanceMeters.ShouldBeNull();
        read.Warnings.ShouldContain(One);
    }

    [Theory]
    [InlineData(Of1999)]
    [InlineData(Of2090)]
    public void A_record_of_another_time_is_not_written_on_with_the_summary(uint stray)
    {
        var file = new FitBuilder().FileId().DefineRecord().Record(0, 100).Data(1, stray, (byte)99, 0u).Record(60, 101);

        var read = Read(file.Session(0, 60).Activity().ToFile());

        read.Warnings.ShouldBe([One]);
        var activity = read.Activities.ShouldHaveSingleItem();
        activity.Recording.Points.Length.ShouldBe(2);
        var again = Read(FitFile.Encode(activity.ToActivity("upload", "a"))).Activities.ShouldHaveSingleItem();
        (again.StartTime, again.EndTime).ShouldBe((Rides.Start, Rides.Start.AddSeconds(60)));
    }

    // Flaw: the points of a session whose own clock was wrong were left out, or written on years away from it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_session_that_was_summed_up_by_a_wrong_clock_is_dated_by_its_records(bool another)
    {
        var tenYears = unchecked((uint)-315_360_000);
        var file = new FitBuilder().FileId().DefineRecord().Record(0, 100).Record(30, 101).Record(60, 102).Session(tenYears, 60);
        file = another ? file.Record(7200, 120).Record(7230, 121).Session(7200, 60, local: 4) : file;

        var read = Read(file.Activity().ToFile());

        read.Warnings.ShouldBe(["The clock of the device was wrong when the workout was summed up: it is dated by its records."]);
        read.Activities.Select(activity => (activity.StartTime, activity.EndTime, activity.Recording.Points.Length))
            .ShouldBe(another ? [Told(0, 60, 3), Told(7200, 7260, 2)] : [Told(0, 60, 3)]);
        read.Activities[0].Calories.ShouldBe(100);

        static (DateTimeOffset, DateTimeOffset, int) Told(int from, int to, int points) =>
            (Rides.Start.AddSeconds(from), Rides.Start.AddSeconds(to), points);
    }

    [Theory]
    [InlineData("1999-01-01T00:00:00Z")]
    [InlineData("2090-01-01T00:00:00Z")]
    public void A_last_point_of_another_time_does_not_stretch_a_TCX_workout(string stray)
    {
        var read = Read(Tcx("<TotalTimeSeconds>119</TotalTimeSeconds>", [.. Seconds(120), Point(stray)]));

        var activity = read.Activities.ShouldHaveSingleItem();
        (activity.StartTime, activity.EndTime).ShouldBe((Rides.Start, Rides.Start.AddSeconds(119)));
        activity.Recording.Points.Length.ShouldBe(120);
        read.Warnings.ShouldBe([One]);
    }

    [Fact]
    public void A_TCX_point_of_1995_leaves_the_workout_writable_as_FIT()
    {
        var read = Read(Tcx("<TotalTimeSeconds>119</TotalTimeSeconds>", [Point("1995-01-01T00:00:00Z"), .. Seconds(120)]));

        var activity = read.Activities.ShouldHaveSingleItem();
        Read(FitFile.Encode(activity.ToActivity("upload", "a"))).Activities[0].Recording.Points.Length.ShouldBe(120);
        read.Warnings.ShouldBe(["1 track points have no time and were left out."]);
    }

    [Fact]
    public void A_stray_before_a_pause_does_not_make_all_before_it_a_pause()
    {
        var file = Gpx([.. Seconds(60), Point("1999-01-01T00:00:00Z"), "</trkseg><trkseg>", .. Seconds(60, from: 100)]);

        Read(file).Activities[0].Recording.Pauses.ShouldBe([new Pause(Rides.Start.AddSeconds(59), Rides.Start.AddSeconds(100))]);
    }

    [Fact]
    public void A_tour_of_days_with_nights_between_stays_whole()
    {
        var read = Read(Gpx([.. Enumerable.Range(0, 4).SelectMany(day => Seconds(60, from: day * 86_000))]));

        read.Activities.ShouldHaveSingleItem().Recording.Points.Length.ShouldBe(240);
        read.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Half_of_the_points_two_days_later_are_no_slip_of_a_clock()
    {
        var read = Read(Gpx([.. Seconds(60), .. Seconds(60, from: 2 * 86_400)]));

        read.Activities.ShouldHaveSingleItem().Recording.Points.Length.ShouldBe(120);
        read.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Messages_of_FIT_are_by_time_where_a_device_measures_before_it_starts_the_timer()
    {
        var file = new FitBuilder().FileId().DefineRecord().Record(0, 100).Record(60, 101).Session(20, 40).Activity();
        var activity = Read(file.ToFile()).Activities[0].ToActivity("upload", "a");

        var messages = DecodedFit.Of(FitFile.Encode(activity))["messages"]!;

        TimeOf(messages["eventMesgs"]![0]!).ShouldBe(TimeOf(messages["recordMesgs"]![0]!));
        DateTimeOffset
            .Parse(messages["sessionMesgs"]![0]!["startTime"]!.GetValue<string>(), CultureInfo.InvariantCulture)
            .ShouldBe(Rides.Start.AddSeconds(20));

        static string TimeOf(JsonNode message) => message["timestamp"]!.GetValue<string>();
    }

    private static IEnumerable<string> Seconds(int count, int from = 0) =>
        Enumerable.Range(from, count).Select(second => Point(Rides.Start.AddSeconds(second).UtcDateTime.ToString("s", null) + "Z"));

    private static string Point(string time) => $"<POINT><TIME>{time}</TIME></POINT>";

    private static byte[] Gpx(params IEnumerable<string> points) =>
        Encoding.UTF8.GetBytes(
            $"<gpx><trk><trkseg>{string.Concat(points)}</trkseg></trk></gpx>"
                .Replace("POINT>", "trkpt>", StringComparison.Ordinal)
                .Replace("TIME>", "time>", StringComparison.Ordinal)
        );

    private static byte[] Tcx(string figures, params IEnumerable<string> points) =>
        Encoding.UTF8.GetBytes(
            "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Lap StartTime=\"2026-09-12T04:30:00Z\">"
                + figures
                + $"<Track>{string.Concat(points)}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
                    .Replace("POINT>", "Trackpoint>", StringComparison.Ordinal)
                    .Replace("TIME>", "Time>", StringComparison.Ordinal)
        );

    private static RecordedFile Read(byte[] file) => FileReader.ReadActivities(file);
}
