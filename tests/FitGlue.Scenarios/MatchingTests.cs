using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>A ride that a device recorded and the ring saw too.</summary>
public sealed class MatchingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_ring_saw_of_an_uploaded_ride_is_held_back_with_the_evidence_until_the_person_says_that_it_is_another()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        await AddPipelineAsync(user);
        await system.AdvanceAsync(TimeSpan.FromHours(1));
        var start = system.Time.GetUtcNow().AddMinutes(-40);
        var ride = await user.UploadAsync(RecordedFiles.Gpx(start.AddMinutes(1).ToUniversalTime()));
        await user.RunAsync(ride);

        var workout = system.Simulator.Control.AddWorkout(
            new()
            {
                Activity = "cycling",
                Minutes = 22,
                Start = start,
            }
        );
        var seen = await user.ActivityAsync(workout.Id);
        var run = await user.RunAsync(seen, "held-back");

        (run["matched"]!["activityId"]!.GetValue<string>(), run["matched"]!["action"]!.GetValue<string>()).ShouldBe(
            (ride["id"]!.GetValue<string>(), "skip")
        );
        run["skippedReason"]!.GetValue<string>().ShouldStartWith("It is the same workout as “Morning ride”");
        FilesOf(system).Length.ShouldBe(1);
        var match = (await user.ListAsync($"activities/{seen["id"]}/matches")).ShouldHaveSingleItem()!;
        (match["verdict"]!.GetValue<string>(), match["standing"]!.GetValue<string>(), match["containment"]!.GetValue<double>()).ShouldBe(
            ("duplicate", ride["id"]!.GetValue<string>(), 1)
        );
        match["evidence"]!.AsArray().Count.ShouldBeGreaterThan(2);
        (await PageAsync(user, $"/activities/{seen["id"]}")).ShouldContain("of the two, the other one counts");
        (await PageAsync(user, "/activities/held-back")).ShouldContain($"/activities/{seen["id"]}#matches");

        (await RuleAsync(user, seen, ride, "different")).ShouldBe(HttpStatusCode.NoContent);
        await user.RunAsync(await user.GetAsync($"activities/{seen["id"]}"));

        FilesOf(system).Length.ShouldBe(2);
        (await RuleAsync(user, seen, seen, "same")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_pipeline_that_enriches_brings_the_rings_heart_rate_and_calories_to_the_ride()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        await AddPipelineAsync(user);
        var oura = (await user.ListAsync("pipelines")).Single(pipeline => pipeline!["source"]!.GetValue<string>() == "oura")!;
        oura["matching"]!["duplicate"]!.GetValue<string>().ShouldBe("skip");
        using var changed = await user.Http.PatchAsJsonAsync(
            $"/api/v1/pipelines/{oura["id"]}",
            new
            {
                matching = new
                {
                    duplicate = "enrich",
                    part = "skip",
                    possible = "ask",
                },
            },
            Cancellation
        );
        changed.EnsureSuccessStatusCode();
        using var wrong = await user.Http.PatchAsJsonAsync(
            $"/api/v1/pipelines/{oura["id"]}",
            new { matching = new { duplicate = 9 } },
            Cancellation
        );
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var start = system.Time.GetUtcNow().AddMinutes(-40);
        var ride = await user.UploadAsync(RecordedFiles.Gpx(start.AddMinutes(1).ToUniversalTime()));
        await user.RunAsync(ride);
        ride["calories"].ShouldBeNull();

        system.Simulator.Control.AddWorkout(
            new()
            {
                Activity = "cycling",
                Minutes = 22,
                Start = start,
            }
        );

        await TestSystem.UntilAsync(
            async () =>
            {
                await system.AdvanceAsync(TimeSpan.FromMilliseconds(100));
                return (await user.ListAsync($"runs?activityId={ride["id"]}")).Any(run =>
                    run!["pass"]!.GetValue<int>() > 1 && run["state"]!.GetValue<string>() == "delivered"
                );
            },
            "the ride was delivered again"
        );
        FilesOf(system).Length.ShouldBe(1);
    }

    private static string[] FilesOf(TestSystem system) => Directory.GetFiles(system.Files, "*.fit", SearchOption.AllDirectories);

    private static async Task<HttpStatusCode> RuleAsync(TestUser user, JsonNode one, JsonNode other, string ruling)
    {
        using var answer = await user.Http.PutAsJsonAsync(
            $"/api/v1/activities/{one["id"]}/matches/{other["id"]}",
            new { ruling },
            Cancellation
        );
        return answer.StatusCode;
    }

    private static async Task<string> PageAsync(TestUser user, string path)
    {
        using var answer = await user.Http.GetAsync(path, Cancellation);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static Task<JsonNode> AddPipelineAsync(TestUser user) =>
        user.PostAsync(
            "pipelines",
            new
            {
                name = "Rides",
                source = "upload",
                targets = new[] { new { type = "files" } },
            }
        );
}
