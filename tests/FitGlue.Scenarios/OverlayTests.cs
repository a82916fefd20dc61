using System.Text.Json.Nodes;
using FitGlue.Formats;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>The ring's heart rate on a ride that another device recorded without any.</summary>
public sealed class OverlayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ride_without_heart_rate_is_delivered_with_that_of_the_ring_and_its_track()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await AddPipelineAsync(user);
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "cycling", Minutes = 30 });

        var ride = await user.UploadAsync(Bare(workout.Start.AddMinutes(2)));

        var run = await user.RunAsync(ride);
        var booster = run["boosters"]!.AsArray().Single()!;
        booster["state"]!.GetValue<string>().ShouldBe("applied", booster.ToJsonString());
        booster["metadata"]!["source"]!.GetValue<string>().ShouldBe("oura");
        var points = PointsOf(system);
        points.Count(point => point.Position is not null).ShouldBe(121);
        points.Count(point => point.HeartRateBpm is not null).ShouldBeGreaterThan(100);
        var page = run["deliveries"]!.AsArray().Single(delivery => delivery!["target"]!.GetValue<string>() == "showcase")!["url"]!;
        (await user.Http.GetStringAsync(page.GetValue<string>(), Cancellation)).ShouldContain("<figure");
    }

    [Fact]
    public async Task What_the_ring_brings_an_hour_later_reaches_the_file_that_was_delivered_without()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await AddPipelineAsync(user);
        await user.ConnectAsync();
        var start = system.Time.GetUtcNow().AddMinutes(-30);
        var ride = await user.UploadAsync(Bare(start.AddMinutes(2)));
        await user.RunAsync(ride);
        PointsOf(system).ShouldAllBe(point => point.HeartRateBpm == null);

        system.Simulator.Control.AddWorkout(
            new()
            {
                Activity = "cycling",
                Minutes = 30,
                Start = start,
            }
        );
        await system.AdvanceAsync(TimeSpan.FromMinutes(80));

        await TestSystem.UntilAsync(
            async () =>
            {
                await system.AdvanceAsync(TimeSpan.FromMilliseconds(100));
                return PointsOf(system).Any(point => point.HeartRateBpm is not null);
            },
            "the file has heart rate"
        );
        (await user.ListAsync($"runs?activityId={ride["id"]}")).Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Without_Oura_the_ride_goes_out_as_it_is_and_the_run_says_what_to_do()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await AddPipelineAsync(user);

        var ride = await user.UploadAsync(Bare(system.Time.GetUtcNow().AddHours(-2)));

        SaysWhatToDo(await user.RunAsync(ride));
        PointsOf(system).ShouldAllBe(point => point.HeartRateBpm == null);
    }

    [Fact]
    public async Task Where_heart_rate_was_not_granted_the_run_does_not_wait_for_a_ring_to_sync()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await AddPipelineAsync(user);
        system.Simulator.Control.ChangePerson("demo", person => person with { RefusedScopes = ["heartrate"] });
        await user.ConnectAsync();

        var ride = await user.UploadAsync(Bare(system.Time.GetUtcNow().AddHours(-2)));

        SaysWhatToDo(await RunInTimeAsync(system, user, ride));
    }

    [Fact]
    public async Task A_connection_that_Oura_refuses_holds_no_ride_up()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await AddPipelineAsync(user);
        await user.ConnectAsync();
        system.Simulator.Control.RevokeGrants("demo");

        var ride = await user.UploadAsync(Bare(system.Time.GetUtcNow().AddHours(-2)));

        SaysWhatToDo(await RunInTimeAsync(system, user, ride));
    }

    /// <summary>A run waits some minutes for an answer that does not come.</summary>
    private static Task<JsonNode> RunInTimeAsync(TestSystem system, TestUser user, JsonNode ride) =>
        TestSystem.UntilAsync(
            async () =>
            {
                await system.AdvanceAsync(TimeSpan.FromSeconds(20));
                return (await user.ListAsync($"runs?activityId={ride["id"]}")).FirstOrDefault(run =>
                    run!["state"]!.GetValue<string>() == "delivered" && run["boosters"]![0]!["metadata"] is not null
                );
            },
            "the ride is delivered"
        );

    private static void SaysWhatToDo(JsonNode run)
    {
        var booster = run["boosters"]!.AsArray().Single()!;
        booster["state"]!.GetValue<string>().ShouldBe("skipped", booster.ToJsonString());
        booster["metadata"]!["code"]!.GetValue<string>().ShouldBe("not_connected");
        booster["reason"]!
            .GetValue<string>()
            .ShouldBe(
                "No Oura connection may read heart rate. Connect Oura on the connections page; where it is connected already, connect it anew and allow heart rate."
            );
    }

    private static IReadOnlyList<FitGlue.Core.Activities.RecordedPoint> PointsOf(TestSystem system)
    {
        var file = Directory.GetFiles(system.Files, "*.fit", SearchOption.AllDirectories).ShouldHaveSingleItem();
        return FileReader.ReadActivities(File.ReadAllBytes(file)).Activities.Single().Recording.Points;
    }

    private static byte[] Bare(DateTimeOffset start) => RecordedFiles.Gpx(start.ToUniversalTime(), heartRate: false);

    private static Task<JsonNode> AddPipelineAsync(TestUser user) =>
        user.PostAsync(
            "pipelines",
            new
            {
                name = "Rides",
                source = "upload",
                boosters = new[] { new { type = "oura-heart-rate" } },
                targets = new[] { new { type = "files" }, new { type = "showcase" } },
            }
        );
}
