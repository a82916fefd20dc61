using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Fit;

/// <summary>What a device recorded is written on.</summary>
public sealed class RideTests
{
    [Fact]
    public void Bytes_do_not_change() =>
        Golden.Matches(
            string.Concat(Convert.ToHexStringLower(FitFile.Encode(Rides.Ride)).Chunk(64).Select(line => new string(line) + "\n")),
            "ride.fit.hex"
        );

    [Fact]
    public void What_is_written_is_read_back()
    {
        var read = FileReader.ReadActivities(FitFile.Encode(Rides.Ride));

        read.Warnings.ShouldBeEmpty();
        var activity = read.Activities.ShouldHaveSingleItem().ToActivity("upload", "7d0e");
        activity.Recording!.Points.ShouldBe(Rides.Ride.Recording!.Points);
        activity.Recording.Pauses.ShouldBe(Rides.Ride.Recording.Pauses);
        activity.Recording.Laps.ShouldBe(Rides.Ride.Recording.Laps);
        activity.Recording.TimerTime.ShouldBe(Rides.Ride.Recording.TimerTime);
        activity.HeartRate.Samples.ShouldBe(Rides.Ride.HeartRate.Samples);
        (activity with { Recording = null, HeartRate = HeartRate.None })
            .ToString()
            .ShouldBe((Rides.Ride with { Recording = null, HeartRate = HeartRate.None }).ToString());
    }

    [Fact]
    public void A_decoder_of_others_finds_the_pause_as_a_stop_and_a_start()
    {
        var events = Messages("eventMesgs").Select(e => (Second(e), e["eventType"]!.GetValue<string>()));

        events.ShouldBe([(0, "start"), (600, "stop"), (720, "start"), (1200, "stopAll")]);
    }

    [Fact]
    public void The_timer_stands_still_in_pauses()
    {
        var session = Messages("sessionMesgs").Single();

        session["totalElapsedTime"]!.GetValue<double>().ShouldBe(1200.5);
        session["totalTimerTime"]!.GetValue<double>().ShouldBe(1080.5);
        Messages("activityMesgs").Single()["totalTimerTime"]!.GetValue<double>().ShouldBe(1080.5);
    }

    [Fact]
    public void Without_the_devices_own_count_the_timer_is_what_pauses_leave()
    {
        var recording = Rides.Ride.Recording! with { TimerTime = null };

        var read = FileReader.ReadActivities(FitFile.Encode(Rides.Of(recording)));

        read.Activities[0].Recording.TimerTime.ShouldBe(TimeSpan.FromSeconds(1080.5));
    }

    [Fact]
    public void Laps_have_their_own_heart_rate()
    {
        var laps = Messages("lapMesgs").ToList();

        laps.Select(lap => lap["avgHeartRate"]!.GetValue<int>()).ShouldBe([125, 136]);
        laps.Select(lap => lap["maxHeartRate"]!.GetValue<int>()).ShouldBe([130, 140]);
        laps.Select(lap => lap["totalCalories"]!.GetValue<int>()).ShouldBe([120, 91]);
        Messages("sessionMesgs").Single()["numLaps"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public void What_FIT_has_no_number_for_is_absent()
    {
        var wild = new RecordedPoint(Rides.Start)
        {
            Position = new(0, 180),
            AltitudeMeters = -501,
            DistanceMeters = 1e12,
            SpeedMetersPerSecond = -1,
            CadenceRpm = 300,
            PowerWatts = 70_000,
            HeartRateBpm = 300,
        };

        var point = FileReader.ReadActivities(FitFile.Encode(Rides.Of(new() { Points = [wild] }))).Activities[0].Recording.Points.Single();

        point.ShouldBe(new(Rides.Start.ToUniversalTime()) { Position = new(0, -180) });
    }

    [Fact]
    public void Points_of_one_second_are_all_written()
    {
        RecordedPoint[] points =
        [
            new(Rides.Start.AddSeconds(1.2)) { PowerWatts = 200 },
            new(Rides.Start.AddSeconds(1.7)) { PowerWatts = 220, HeartRateBpm = 130 },
            new(Rides.Start.AddSeconds(2)) { HeartRateBpm = 131 },
        ];

        var read = FileReader.ReadActivities(FitFile.Encode(Rides.Of(new() { Points = [.. points] }))).Activities[0];

        read.Recording.Points.Select(point => (point.PowerWatts, point.HeartRateBpm)).ShouldBe([(200, null), (220, 130), (null, 131)]);
    }

    private static IEnumerable<JsonObject> Messages(string kind) =>
        DecodedFit.Of(FitFile.Encode(Rides.Ride))["messages"]![kind]!.AsArray().Select(message => message!.AsObject());

    private static double Second(JsonObject message) => (message["timestamp"]!.GetValue<DateTimeOffset>() - Rides.Start).TotalSeconds;
}
