using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Fit;

public sealed class FitFileTests
{
    [Fact]
    public void The_checksum_has_the_check_value_of_CRC_16_ARC() => FitCrc.Of("123456789"u8).ShouldBe((ushort)0xBB3D);

    [Fact]
    public void Bytes_do_not_change() =>
        Golden.Matches(
            string.Concat(Convert.ToHexStringLower(FitFile.Encode(Workouts.Strength)).Chunk(64).Select(l => new string(l) + "\n")),
            "strength.fit.hex"
        );

    [Fact]
    public void A_decoder_of_others_finds_what_we_wrote()
    {
        var file = DecodedFit.Of(FitFile.Encode(Workouts.Strength with { DistanceMeters = 1234.5 }));

        file["integrity"]!.GetValue<bool>().ShouldBeTrue();
        file["errors"]!.AsArray().ShouldBeEmpty();
        file["order"]!.AsArray().Select(n => n!.GetValue<int>()).Distinct().ShouldBe([0, 49, 23, 21, 20, 19, 18, 34]);
        Golden.Matches(file["messages"]!.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n", "strength.decoded.json");
    }

    [Fact]
    public void Records_lie_at_the_times_of_samples_alone()
    {
        var records = Messages(FitFile.Encode(Workouts.Strength), "recordMesgs");

        records
            .Select(r => (Time(r), r["heartRate"]!.GetValue<int>()))
            .ShouldBe(Workouts.SeriesA.Select(s => (Workouts.Start.AddSeconds(s.Second), s.Bpm)));
        records.ShouldAllBe(r => r.Count == 2);
    }

    [Fact]
    public void Another_device_that_measured_the_heart_rate_is_named()
    {
        var activity = Workouts.Strength with
        {
            Source = "upload",
            Recording = new() { Device = "Edge 530", HeartRateDevice = "Oura Ring" },
        };

        var devices = Messages(FitFile.Encode(activity), "deviceInfoMesgs");

        devices.Select(device => device["productName"]!.GetValue<string>()).ShouldBe(["Edge 530", "Oura Ring"]);
        (devices[1]["deviceIndex"]!.GetValue<int>(), devices[1]["sourceType"]!.GetValue<string>()).ShouldBe((1, "bluetoothLowEnergy"));
    }

    [Fact]
    public void Session_and_lap_omit_figures_that_stand_for_too_little()
    {
        var file = FitFile.Encode(Workouts.Of(1800, Workouts.SeriesB) with { Calories = null });
        var (session, lap) = (Messages(file, "sessionMesgs").Single(), Messages(file, "lapMesgs").Single());

        string[] absent = ["avgHeartRate", "maxHeartRate", "minHeartRate", "totalCalories", "totalDistance"];
        absent.ShouldAllBe(field => !session.ContainsKey(field) && !lap.ContainsKey(field));
        Messages(file, "recordMesgs").Count.ShouldBe(13);
    }

    [Fact]
    public void A_workout_without_heart_rate_has_bare_records_at_both_ends()
    {
        var file = FitFile.Encode(Workouts.Of(600));

        var records = Messages(file, "recordMesgs");
        records.Select(Time).ShouldBe([Workouts.Start, Workouts.Start.AddSeconds(600)]);
        records.ShouldAllBe(r => r.Count == 1);
        DecodedFit.Of(file)["integrity"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void A_workout_without_duration_has_one_record() =>
        Messages(FitFile.Encode(Workouts.Of(0)), "recordMesgs").ShouldHaveSingleItem();

    [Fact]
    public void Samples_of_one_second_are_one_record()
    {
        var heartRate = new HeartRate { Samples = [.. Workouts.Samples([(1.2, 121), (1.7, 119), (3, 120)])] };

        var records = Messages(FitFile.Encode(Workouts.Of(10) with { HeartRate = heartRate }), "recordMesgs");

        records.Select(r => r["heartRate"]!.GetValue<int>()).ShouldBe([119, 120]);
    }

    [Fact]
    public void Local_time_is_that_of_the_place_of_the_start()
    {
        var nepal = Workouts.Strength with
        {
            StartTime = Workouts.Strength.StartTime.ToOffset(new TimeSpan(5, 45, 0)),
            EndTime = Workouts.Strength.EndTime.ToOffset(TimeSpan.Zero),
        };

        var activity = Messages(FitFile.Encode(nepal), "activityMesgs").Single();

        var local = activity["localTimestamp"]!.GetValue<long>();
        (local - (Workouts.Strength.EndTime.ToUnixTimeSeconds() - 631065600)).ShouldBe((5 * 3600) + (45 * 60));
    }

    [Fact]
    public void The_same_activity_gives_the_same_bytes()
    {
        var again = Workouts.Strength with { Title = "Renamed", Description = "Boosted", Tags = ["tag"] };

        FitFile.Encode(again).ShouldBe(FitFile.Encode(Workouts.Strength));
        FitFile.Encode(Workouts.Strength with { ExternalId = "another" }).ShouldNotBe(FitFile.Encode(Workouts.Strength));
    }

    [Fact]
    public void A_flipped_byte_is_noticed()
    {
        var file = FitFile.Encode(Workouts.Strength);
        file[200] ^= 1;

        DecodedFit.Of(file)["integrity"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void Calories_end_where_16_bits_end()
    {
        double?[] calories = [9e8, 0.5, -3];

        var files = DecodedFit.OfAll(calories.Select(c => FitFile.Encode(Workouts.Strength with { Calories = c })));

        files.Select(f => f["messages"]!["sessionMesgs"]![0]!["totalCalories"]?.GetValue<int>()).ShouldBe([65534, 1, null]);
    }

    [Fact]
    public void Every_sport_is_the_one_of_the_map()
    {
        var map = SharedData.Text("sport-map.tsv").TrimEnd().Split('\n').Skip(1).Select(row => row.Split('\t')).ToArray();

        var files = DecodedFit.OfAll(map.Select(row => FitFile.Encode(Workouts.Of(60) with { Type = new Sport(row[0], row[6]) })));

        files.Count.ShouldBe(74);
        files.Select(SportOf).ShouldBe(map.Select(row => (row[2], row[3])));
    }

    [Fact]
    public void An_unknown_sport_is_generic() =>
        SportOf(DecodedFit.Of(FitFile.Encode(Workouts.Of(60) with { Type = new Sport("quidditch", "Quidditch") })))
            .ShouldBe(("generic", "generic"));

    public static TheoryData<string, Activity> Impossible =>
        new()
        {
            { "ends before it starts", Workouts.Of(60) with { EndTime = Workouts.Start.AddSeconds(-1) } },
            { "cannot say the time", Workouts.Of(60) with { StartTime = new(1985, 1, 1, 0, 0, 0, TimeSpan.Zero) } },
            { "cannot say the time", Workouts.Of(60) with { StartTime = new(1995, 1, 1, 0, 0, 0, TimeSpan.Zero) } },
            { "cannot say the time", Workouts.Of(60) with { EndTime = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero) } },
            { "cannot say a duration of 50 days", Workouts.Of(60) with { EndTime = Workouts.Start.AddDays(50) } },
            { "cannot say a distance", Workouts.Of(60) with { DistanceMeters = 43_000_000 } },
            { "heart rate of 255 bpm", Workouts.Of(60) with { HeartRate = new() { Samples = [new(Workouts.Start, 255, null)] } } },
            { "heart rate of 0 bpm", Workouts.Of(60) with { HeartRate = new() { Samples = [new(Workouts.Start, 0, null)] } } },
        };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Refuses_what_FIT_cannot_say(string why, Activity activity) =>
        Should.Throw<UnwritableActivityException>(() => FitFile.Encode(activity)).Message.ShouldContain(why);

    private static (string, string) SportOf(JsonObject file)
    {
        var session = file["messages"]!["sessionMesgs"]![0]!;
        return (session["sport"]!.GetValue<string>(), session["subSport"]!.GetValue<string>());
    }

    private static IReadOnlyList<JsonObject> Messages(byte[] file, string kind) =>
        [.. DecodedFit.Of(file)["messages"]![kind]!.AsArray().Select(m => m!.AsObject())];

    private static DateTimeOffset Time(JsonObject message) => message["timestamp"]!.GetValue<DateTimeOffset>();
}
