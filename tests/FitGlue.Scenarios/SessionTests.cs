using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Formats;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>Sessions of the app on the phone, from the ring to a file.</summary>
public sealed class SessionTests
{
    private const string Requests = "/v2/usercollection/session*";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_meditation_arrives_as_a_file_with_its_own_samples_and_follows_its_edits()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await AddPipelineAsync(user, system.Time.GetUtcNow().AddHours(-2));
        await user.ConnectAsync();
        await TestSystem.UntilAsync(() => Task.FromResult(system.Simulator.Control.Subscriptions.Count == 6), "sessions are subscribed to");
        system.Simulator.Control.ResetRequests();

        var session = system.Simulator.Control.AddSession(new NewSession { Minutes = 12 });
        var other = system.Simulator.Control.AddSession(new NewSession { Type = "nap", Minutes = 30 });
        var activity = await user.ActivityAsync($"session-{session.Id}");
        await user.RunAsync(activity);

        (activity["title"]!.GetValue<string>(), activity["state"]!.GetValue<string>()).ShouldBe(("Meditation Session", "settled"));
        var truth = Truth(system, session.Id);
        SamplesOf(system).ShouldBe(truth);
        truth.Count.ShouldBe(137, "seven of 144 items are holes");
        system.Simulator.Control.CountRequests("/v2/usercollection/heartrate").ShouldBe(0);

        system.Simulator.Control.EditSession(session.Id, new SessionEdit { Minutes = 6 });
        var shorter = await user.ActivityAsync($"session-{session.Id}", now => now["revision"]!.GetValue<int>() == 2);
        await user.RunAsync(shorter);
        SamplesOf(system).ShouldBe(Truth(system, session.Id));
        system.Simulator.Control.DeleteSession(session.Id);
        await user.ActivityAsync($"session-{session.Id}", now => now["state"]!.GetValue<string>() == "deleted");
        (await user.ListAsync("activities?limit=200"))
            .Select(one => one!["externalId"]!.GetValue<string>())
            .ShouldNotContain($"session-{other.Id}");
    }

    [Fact]
    public async Task Nobody_asks_for_sessions_that_nobody_takes()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();

        system.Simulator.Control.AddSession(new NewSession());
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        await user.ActivityAsync(workout.Id);
        await system.AdvanceAsync(TimeSpan.FromHours(2));

        (await user.ListAsync("activities?limit=200")).ShouldAllBe(one => !one!["externalId"]!.GetValue<string>().StartsWith("session-"));
        system.Simulator.Control.CountRequests(Requests).ShouldBe(0);
        system.Simulator.Control.Subscriptions.ShouldAllBe(subscription => subscription.DataType == "workout");
    }

    [Fact]
    public async Task Whoever_takes_them_later_is_told_to_reconnect_and_then_has_those_of_the_usual_days()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        var session = system.Simulator.Control.AddSession(new NewSession());

        await ChangeAsync(user, """{"sourceSettings":{"meditationSessions":true}}""");
        var connection = (await user.ListAsync("connections")).Single()!;
        connection["missingScopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ShouldBe(["session"]);
        connection["scopes"]!.AsArray().Single(scope => scope!["scope"]!.GetValue<string>() == "session")!["without"]!
            .GetValue<string>()
            .ShouldStartWith("Without it no session is imported");
        system.Simulator.Control.CountRequests(Requests).ShouldBe(0);
        await user.FinishConnectAsync(await user.BeginConnectAsync());
        await user.ActivityAsync($"session-{session.Id}");

        await ChangeAsync(user, """{"sourceSettings":{}}""");
        var late = system.Simulator.Control.AddSession(new NewSession { Minutes = 5 });
        await system.AdvanceAsync(TimeSpan.FromHours(2));
        var here = (await user.ListAsync("activities?limit=200")).Select(one => one!["externalId"]!.GetValue<string>()).ToList();
        here.ShouldContain($"session-{session.Id}");
        here.ShouldNotContain($"session-{late.Id}");
    }

    private static Task<JsonNode> AddPipelineAsync(TestUser user, DateTimeOffset deliverFrom) =>
        user.PostAsync(
            "pipelines",
            new
            {
                name = "Calm",
                source = "oura",
                sourceSettings = new { meditationSessions = true },
                targets = new[] { new { type = "files" } },
                deliverFrom,
            }
        );

    private static async Task ChangeAsync(TestUser user, string json)
    {
        var pipeline = (await user.ListAsync("pipelines")).Single()!;
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await user.Http.PatchAsync($"/api/v1/pipelines/{pipeline["id"]}", content, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static List<(DateTimeOffset, int?)> Truth(TestSystem system, string id) =>
        [
            .. system
                .Simulator.Control.SessionHeartRate(id)
                .Where(sample => sample.Bpm is not null)
                .Select(sample => (sample.Time.ToUniversalTime(), (int?)Math.Round(sample.Bpm!.Value))),
        ];

    private static List<(DateTimeOffset, int?)> SamplesOf(TestSystem system)
    {
        var file = Directory.GetFiles(system.Files, "*.fit", SearchOption.AllDirectories).ShouldHaveSingleItem();
        return
        [
            .. FileReader
                .ReadActivities(File.ReadAllBytes(file))
                .Activities.Single()
                .Recording.Points.Where(point => point.HeartRateBpm is not null)
                .Select(point => (point.Time.ToUniversalTime(), (int?)point.HeartRateBpm)),
        ];
    }
}
