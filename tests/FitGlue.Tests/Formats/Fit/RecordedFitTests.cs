using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Fit;

/// <summary>Files of real devices, and what we write of them.</summary>
public sealed class RecordedFitTests
{
    private static readonly string[] Names =
    [
        "2013-02-06-12-11-14.fit",
        "2015-10-13-08-43-15.fit",
        "fitglue-spike-hr-only.fit",
        "garmin-fenix-5-walk.fit",
        "test_cycle16.fit",
    ];

    public static TheoryData<string> Devices => [.. Names];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Decodes_to_what_is_expected(string name)
    {
        var expected = JsonNode.Parse(SharedData.Text("fit/EXPECTED.json"))![name]!;
        var session = expected["sessions"]![0]!;

        var file = Shared(name);

        file.Warnings.ShouldBeEmpty();
        var activity = file.Activities.ShouldHaveSingleItem();
        var points = activity.Recording.Points;
        int[] bpm = [.. points.Select(point => point.HeartRateBpm).OfType<int>()];
        points.Length.ShouldBe(expected["records"]!.GetValue<int>());
        bpm.Length.ShouldBe(expected["withHr"]!.GetValue<int>());
        points.Count(point => point.Position is not null).ShouldBe(expected["withGps"]!.GetValue<int>());
        points[0].Time.ShouldBe(expected["firstRecord"]!.GetValue<DateTimeOffset>());
        points[^1].Time.ShouldBe(expected["lastRecord"]!.GetValue<DateTimeOffset>());
        (bpm.Length == 0 ? null : (int?)bpm.Min()).ShouldBe(expected["hrMin"]?.GetValue<int>());
        (bpm.Length == 0 ? null : (int?)bpm.Max()).ShouldBe(expected["hrMax"]?.GetValue<int>());
        (bpm.Length == 0 ? null : (double?)Math.Round(bpm.Average(), 4)).ShouldBe(expected["hrSampleMean"]?.GetValue<double>());
        TimeWeighted(points).ShouldBe(expected["hrTimeWeightedMean_G360"]?.GetValue<double>());
        Math.Max(activity.Recording.Laps.Length, 1).ShouldBe(expected["laps"]!.GetValue<int>());
        activity.RawType!.ShouldBe(RawTypeOf(session));
        activity.StartTime.ShouldBe(session["startTime"]!.GetValue<DateTimeOffset>());
        (activity.EndTime - activity.StartTime).TotalSeconds.ShouldBe(session["totalElapsedTime"]!.GetValue<double>());
        activity.Recording.TimerTime!.Value.TotalSeconds.ShouldBe(session["totalTimerTime"]!.GetValue<double>());
        activity.Calories.ShouldBe(session["totalCalories"]!.GetValue<int>());
        activity.DistanceMeters.ShouldBe(session["totalDistance"]?.GetValue<double>());
    }

    [Fact]
    public void Stops_of_the_timer_are_pauses()
    {
        var recording = Shared("2015-10-13-08-43-15.fit").Activities[0].Recording;

        recording.Pauses.Select(pause => (pause.End - pause.Start).TotalSeconds).ShouldBe([23, 11, 16, 6, 9]);
        recording.Pauses[0].Start.ShouldBe(new DateTimeOffset(2015, 10, 13, 15, 43, 25, TimeSpan.Zero));
    }

    [Fact]
    public void The_clock_of_the_place_is_told_by_local_time() =>
        Shared("garmin-fenix-5-walk.fit").Activities[0].StartTime.Offset.ShouldBe(TimeSpan.FromHours(-7));

    [Fact]
    public void What_we_write_of_them_a_decoder_of_others_reads_as_the_same()
    {
        byte[][] originals = [.. Names.Select(name => File.ReadAllBytes(SharedData.Path($"fit/{name}")))];
        var written = originals.Select(file => FitFile.Encode(FileReader.ReadActivities(file).Activities[0].ToActivity("upload", "1")));

        var decoded = DecodedFit.OfAll([.. originals, .. written]);

        foreach (var (name, place) in Names.Select((name, place) => (name, place)))
        {
            var (original, ours) = (decoded[place], decoded[place + Names.Length]);
            ours["integrity"]!.GetValue<bool>().ShouldBeTrue(name);
            ours["errors"]!.AsArray().ShouldBeEmpty(name);
            Kept(ours, "recordMesgs", RecordFields).ShouldBe(Kept(original, "recordMesgs", RecordFields), name);
            Kept(ours, "sessionMesgs", SessionFields).ShouldBe(Kept(original, "sessionMesgs", SessionFields), name);
            Kept(ours, "lapMesgs", LapFields).ShouldBe(Kept(original, "lapMesgs", LapFields), name);
            Ascending(ours).ShouldBeTrue(name);
        }
    }

    private static readonly string[] RecordFields =
    [
        "timestamp",
        "positionLat",
        "positionLong",
        "enhancedAltitude",
        "distance",
        "enhancedSpeed",
        "cadence",
        "fractionalCadence",
        "power",
        "heartRate",
    ];

    private static readonly string[] LapFields = ["startTime", "totalElapsedTime", "totalTimerTime", "totalDistance", "totalCalories"];

    private static readonly string[] SessionFields = [.. LapFields, "sport", "subSport"];

    private static RecordedFile Shared(string name)
    {
        using var stream = File.OpenRead(SharedData.Path($"fit/{name}"));
        return FitReader.Read(stream);
    }

    // A fraction of nothing is not written.
    private static IReadOnlyList<string> Kept(JsonObject file, string kind, string[] fields) =>
        [
            .. file["messages"]![kind]!
                .AsArray()
                .Select(message =>
                    string.Join(
                        ' ',
                        fields
                            .Where(field =>
                                message![field] is { } value && !(field == "fractionalCadence" && value.GetValue<double>() == 0)
                            )
                            .Select(field => $"{field}={message![field]!.ToJsonString()}")
                    )
                ),
        ];

    private static bool Ascending(JsonObject file)
    {
        DateTimeOffset[] times =
        [
            .. file["messages"]!["recordMesgs"]!.AsArray().Select(record => record!["timestamp"]!.GetValue<DateTimeOffset>()),
        ];
        return times.SequenceEqual(times.Order());
    }

    private static string RawTypeOf(JsonNode session)
    {
        var (sport, sub) = (session["sport"]!.GetValue<string>(), session["subSport"]!.GetValue<string>());
        return sub == "generic" ? sport : $"{sport} {sub}";
    }

    private static double? TimeWeighted(IEnumerable<RecordedPoint> points)
    {
        RecordedPoint[] known = [.. points.Where(point => point.HeartRateBpm is not null)];
        var spans = known
            .Zip(known.Skip(1))
            .Select(pair => (Seconds: (pair.Second.Time - pair.First.Time).TotalSeconds, pair.First, pair.Second));
        var sum = spans.Sum(span => span.Seconds * (span.First.HeartRateBpm!.Value + span.Second.HeartRateBpm!.Value) / 2);
        return known.Length == 0 ? null : Math.Round(sum / spans.Sum(span => span.Seconds), 4);
    }
}
