using System.Text;
using System.Xml.Linq;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Tcx;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Tcx;

public sealed class TcxFileTests
{
    private static readonly XNamespace Tcx = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2";

    [Fact]
    public void Text_does_not_change() =>
        Golden.Matches(
            Encoding.UTF8.GetString(TcxFile.Write(Workouts.Strength with { Description = "❤️ Heart Rate" })) + "\n",
            "strength.tcx"
        );

    public static TheoryData<string, Activity> Variety =>
        new()
        {
            { "all known", Workouts.Strength with { DistanceMeters = 1234.5678, Description = "Text" } },
            { "nothing known", Workouts.Of(600) with { Calories = null } },
            { "no duration", Workouts.Of(0) },
            { "a hole", Workouts.Of(1800, Workouts.SeriesB) },
            { "too many calories", Workouts.Of(60) with { Calories = 1e7 } },
            { "a tiny distance", Workouts.Of(60) with { DistanceMeters = 1e-7 } },
            { "long ago", Workouts.Of(60) with { StartTime = new(1931, 4, 1, 0, 0, 0, TimeSpan.Zero) } },
            {
                "a hostile title",
                Workouts.Of(60) with
                {
                    Title = "<a b=\"c\">&\u0000\u000b\u001b\uffff\ud800]]> 💪",
                    Description = "\u0001",
                }
            },
        };

    [Theory]
    [MemberData(nameof(Variety), DisableDiscoveryEnumeration = true)]
    public void Is_valid_by_the_schema(string what, Activity activity)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write($"{what}.tcx", TcxFile.Write(activity));

        Oracle.Run("xmllint", "--noout", "--nonet", "--schema", SharedData.Path("fit/TrainingCenterDatabasev2.xsd"), file).ShouldBeEmpty();
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_left_out() =>
        NotesOf(Workouts.Of(60) with { Title = "a\u0000\u001b\uffff💪\ud800b" }).ShouldBe("a💪\ufffdb");

    [Fact]
    public void Track_points_lie_at_the_times_of_samples_alone()
    {
        var points = Read(Workouts.Strength).Descendants(Tcx + "Trackpoint");

        points
            .Select(p => (DateTimeOffset.Parse(p.Element(Tcx + "Time")!.Value), int.Parse(p.Element(Tcx + "HeartRateBpm")!.Value)))
            .ShouldBe(Workouts.SeriesA.Select(s => (Workouts.Start.AddSeconds(s.Second), s.Bpm)));
    }

    [Fact]
    public void Average_and_maximum_need_coverage()
    {
        Read(Workouts.Strength).Descendants(Tcx + "AverageHeartRateBpm").Single().Value.ShouldBe("138");
        Read(Workouts.Of(1800, Workouts.SeriesB)).Descendants(Tcx + "AverageHeartRateBpm").ShouldBeEmpty();
        Read(Workouts.Of(1800, Workouts.SeriesB)).Descendants(Tcx + "MaximumHeartRateBpm").ShouldBeEmpty();
    }

    [Fact]
    public void Every_sport_is_the_one_of_the_map()
    {
        var map = SharedData.Text("sport-map.tsv").TrimEnd().Split('\n').Skip(1).Select(row => row.Split('\t')).ToArray();

        map.Select(row =>
                Read(Workouts.Of(60) with { Type = new Sport(row[0], row[6]) })
                    .Descendants(Tcx + "Activity")
                    .Single()
                    .Attribute("Sport")!
                    .Value
            )
            .ShouldBe(map.Select(row => row[5]));
    }

    [Fact]
    public void Refuses_an_end_before_the_start() =>
        Should.Throw<UnwritableActivityException>(() => TcxFile.Write(Workouts.Of(60) with { EndTime = Workouts.Start.AddSeconds(-1) }));

    private static string NotesOf(Activity activity) => Read(activity).Descendants(Tcx + "Notes").Single().Value;

    private static XDocument Read(Activity activity) => XDocument.Parse(Encoding.UTF8.GetString(TcxFile.Write(activity)));
}
