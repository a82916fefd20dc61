using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using FitGlue.Server.Accounts;
using FitGlue.Testing;
using FitGlue.Tests.Server.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Pipelines;

/// <summary>What the editor says of a pipeline before a workout goes through it, on the page and in the API.</summary>
public sealed class PipelineAdviceTests
{
    [Fact]
    public async Task A_booster_that_cannot_work_with_the_source_says_so_when_it_is_saved_and_on_the_page()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();

        var pipeline = await AddAsync(user, "oura", "oura-heart-rate");

        Warnings(pipeline).ShouldHaveSingleItem().ShouldStartWith("cannot-work oura-heart-rate 0: The activities of Oura have");
        Warnings((await user.ListAsync("pipelines")).Single()!).ShouldHaveSingleItem();
        var (_, page) = await user.Http.PageAsync($"/pipelines/{pipeline["id"]}");
        page.QuerySelector("fieldset .notice-warning")!.TextContent.ShouldStartWith("Cannot work here. The activities of Oura have");
    }

    [Fact]
    public async Task A_booster_that_needs_a_connection_says_so_until_there_is_one()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var pipeline = await AddAsync(user, "upload", "oura-heart-rate", "recovery-advisor");

        Warnings(pipeline)
            .ShouldBe([
                "cannot-work oura-heart-rate 0: It needs a connection to Oura, and you have none: connect Oura on the connections page.",
                "cannot-work recovery-advisor 1: It needs your maximum heart rate, or your birth year to estimate it: fill one in on the page Athlete.",
                "note recovery-advisor 1: None of your connections brings nights: the advice rests on training load alone, with less confidence.",
            ]);

        await user.ConnectAsync();
        using var saved = await user.Http.PutAsync(
            "/api/v1/athlete",
            new StringContent("""{ "maxHeartRate": 188 }""", System.Text.Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );

        Warnings(await user.GetAsync($"pipelines/{pipeline["id"]}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_cannot_read_heart_rate_is_named(bool isGone)
    {
        await using var system = await TestSystem.StartAsync();
        system.Simulator.Control.ChangePerson("demo", person => person with { RefusedScopes = isGone ? [] : ["heartrate"] });
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        if (isGone)
        {
            await using var db = await system.Services.GetRequiredService<Database>().OpenAsync(TestContext.Current.CancellationToken);
            await db.Connections.ExecuteUpdateAsync(
                row => row.SetProperty(connection => connection.State, ConnectionState.Reconnect),
                TestContext.Current.CancellationToken
            );
        }

        Warnings(await AddAsync(user, "upload", "oura-heart-rate"))
            .ShouldHaveSingleItem()
            .ShouldStartWith("cannot-work oura-heart-rate 0: Your connection to Oura may not read heart rate: ");
    }

    [Fact]
    public async Task The_editor_says_it_at_once_before_anything_is_saved()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();

        using var added = await user.Http.SubmitAsync("/pipelines/new?source=oura", "Add", ("boosters.add", "oura-heart-rate"));
        var text = await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        text.ShouldContain("Cannot work here.");
        (await user.ListAsync("pipelines")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_belongs_to_a_higher_tier_is_saved_with_a_warning_blocked_and_delivered_with_the_tier()
    {
        await using var system = await TestSystem.StartAsync(null, ("FitGlue:Tiers:Enabled", "true"));
        using var user = await system.AddUserAsync();
        var pipeline = await AddAsync(user, "oura", "recovery-advisor");
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 31 });

        var blocked = await user.RunAsync(await user.ActivityAsync(workout.Id), "blocked");

        const string reason = "Recovery Advisor needs the tier Athlete, and yours is Hobbyist.";
        Warnings(pipeline)[0].ShouldStartWith($"tier recovery-advisor : {reason}");
        (await user.GetAsync("registry"))["tiers"]!.ToJsonString().ShouldBe("""{"enabled":true,"yours":"hobbyist"}""");
        blocked["skippedReason"]!.GetValue<string>().ShouldStartWith(reason);
        blocked["deliveries"]!.AsArray().ShouldBeEmpty();
        blocked["timeline"]!.AsArray()[^1]!["what"]!.GetValue<string>().ShouldStartWith($"Blocked in pipeline “Test”: {reason}");
        (await user.ListAsync("runs?state=blocked")).ShouldContain(run => $"{run!["id"]}" == $"{blocked["id"]}");
        foreach (
            var path in (string[])["/", $"/runs/{blocked["id"]}", $"/activities/{blocked["activityId"]}", $"/pipelines/{pipeline["id"]}"]
        )
        {
            (await user.Http.PageAsync(path)).Document.Body!.TextContent.ShouldContain(reason, customMessage: path);
        }

        await using var scope = system.Services.CreateAsyncScope();
        var users = ActivatorUtilities.CreateInstance<UserCommands>(scope.ServiceProvider);
        (await users.SetTierAsync("someone@example.org", Tier.Athlete, TestContext.Current.CancellationToken)).ShouldBeTrue();
        await system.AdvanceAsync(TimeSpan.FromSeconds(1));

        await user.RunAsync(await user.GetAsync($"activities/{blocked["activityId"]}"));
        Warnings(await user.GetAsync($"pipelines/{pipeline["id"]}")).ShouldNotContain(warning => warning.StartsWith("tier"));
    }

    [Fact]
    public async Task Without_the_plug_in_of_the_higher_tier_what_was_blocked_goes_on()
    {
        await using var system = await TestSystem.StartAsync(null, ("FitGlue:Tiers:Enabled", "true"));
        using var user = await system.AddUserAsync();
        var pipeline = await AddAsync(user, "oura", "recovery-advisor");
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 31 });
        var activity = await user.ActivityAsync(workout.Id);
        await user.RunAsync(activity, "blocked");

        using var changed = await user.Http.PatchAsync(
            $"/api/v1/pipelines/{pipeline["id"]}",
            new StringContent("""{ "boosters": [] }""", System.Text.Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );

        await user.RunAsync(activity);
    }

    private static IReadOnlyList<string> Warnings(JsonNode pipeline) =>
        [
            .. pipeline["warnings"]!
                .AsArray()
                .Select(warning => $"{warning!["kind"]} {warning["plugIn"]} {warning["step"]}: {warning["message"]}"),
        ];

    private static Task<JsonNode> AddAsync(TestUser user, string source, params string[] boosters) =>
        user.PostAsync(
            "pipelines",
            new
            {
                name = "Test",
                source,
                boosters = boosters.Select(type => new { type }),
                targets = new[] { new { type = "files" } },
                deliverFrom = new DateTimeOffset(2026, 6, 14, 0, 0, 0, TimeSpan.Zero),
            }
        );
}
