using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Engine.Fetch;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>What the API gives to whom, and what it says to nonsense.</summary>
public sealed class ApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_sees_or_moves_what_belongs_to_another_user()
    {
        await using var system = await TestSystem.StartAsync();
        using var owner = await system.AddUserAsync();
        using var other = await system.AddUserAsync("other@example.org");
        var connection = await owner.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        var activity = await owner.ActivityAsync(workout.Id);
        var pipeline = (await owner.ListAsync("pipelines"))[0]!;
        var run = await TestSystem.UntilAsync(
            async () => (await owner.ListAsync($"runs?activityId={activity["id"]}")).FirstOrDefault(),
            "there is a run"
        );

        foreach (var list in new[] { "connections", "pipelines", "activities", "runs", $"runs?activityId={activity["id"]}" })
        {
            (await other.ListAsync(list)).ShouldBeEmpty(list);
        }

        (HttpMethod Method, string Path)[] calls =
        [
            (HttpMethod.Get, $"activities/{activity["id"]}"),
            (HttpMethod.Get, $"activities/{activity["id"]}/heart-rate"),
            (HttpMethod.Get, $"activities/{activity["id"]}/file?format=fit"),
            (HttpMethod.Get, $"pipelines/{pipeline["id"]}"),
            (HttpMethod.Patch, $"pipelines/{pipeline["id"]}"),
            (HttpMethod.Delete, $"pipelines/{pipeline["id"]}"),
            (HttpMethod.Get, $"runs/{run["id"]}"),
            (HttpMethod.Post, $"runs/{run["id"]}/repost"),
            (HttpMethod.Post, $"connections/{connection["id"]}/check"),
            (HttpMethod.Delete, $"connections/{connection["id"]}"),
        ];
        foreach (var (method, path) in calls)
        {
            using var answer = await SendAsync(other.Http, method, path, """{"mode":"full"}""");
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
            (await CodeAsync(answer)).ShouldEndWith("_not_found");
        }

        (await owner.ListAsync("connections")).Count.ShouldBe(1);
        (await owner.ListAsync("pipelines")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nonsense_is_answered_with_a_problem_and_every_answer_is_protected()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var anyone = system.Anonymous();
        using var guesser = system.Anonymous();
        guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "fg_guess");
        (HttpClient Who, HttpMethod Method, string Path, string Body, HttpStatusCode Status)[] calls =
        [
            (anyone, HttpMethod.Get, "activities", "", HttpStatusCode.Unauthorized),
            (guesser, HttpMethod.Get, "activities", "", HttpStatusCode.Unauthorized),
            (user.Http, HttpMethod.Get, "activities?cursor=", "", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Get, "activities?cursor=AAAA", "", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Get, "activities?cursor=%F0%9F%98%80", "", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Get, "runs?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OS4x", "", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Get, "activities?limit=many", "", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Get, "activities?from=yesterday", "", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Get, "runs?state=99", "", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Get, "runs/no-id", "", HttpStatusCode.NotFound),
            (user.Http, HttpMethod.Get, "nothing", "", HttpStatusCode.NotFound),
            (user.Http, HttpMethod.Post, "pipelines", "{", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Post, "pipelines", "null", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Post, "pipelines", "{}", HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Post, "pipelines", Pipeline("""{"type":null}"""), HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Post, "pipelines", Pipeline("null"), HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Post, "pipelines", Pipeline("""{"type":"teleport"}"""), HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Post, "pipelines", Pipeline("""{"type":"files","settings":{"nope":1}}"""), HttpStatusCode.BadRequest),
            (user.Http, HttpMethod.Post, "connections/unknown/authorize", "", HttpStatusCode.NotFound),
            (user.Http, HttpMethod.Put, "pipelines", "{}", HttpStatusCode.MethodNotAllowed),
        ];

        foreach (var (who, method, path, body, status) in calls)
        {
            using var answer = await SendAsync(who, method, path, body);
            answer.StatusCode.ShouldBe(status, $"{method} {path} {body}");
            (await CodeAsync(answer)).ShouldNotBeEmpty($"{method} {path} {body}");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
            answer.Headers.Contains("Server").ShouldBeFalse();
        }

        using var named = await SendAsync(user.Http, HttpMethod.Post, "pipelines", Pipeline("""{"type":"files","settings":{"nope":1}}"""));
        (await named.Content.ReadAsStringAsync(Cancellation)).ShouldContain("nope");
    }

    [Fact]
    public async Task Pages_of_a_list_hold_every_row_once()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var ids = await AddActivitiesAsync(system, 23);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await user.GetAsync($"activities?limit=4&cursor={cursor}".Replace("&cursor=", cursor is null ? "" : "&cursor="));
            seen.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            cursor = page["nextCursor"]?.GetValue<string>();
        } while (cursor is not null);

        seen.Count.ShouldBe(23);
        seen.ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task A_change_of_a_pipeline_leaves_what_it_does_not_name()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var made = await user.AddPipelineAsync();
        var path = $"pipelines/{made["id"]}";
        var files = made["targets"]![0]!;

        await ChangeAsync(user, path, """{"enabled":false}""");
        var renamed = await ChangeAsync(user, path, """{"name":"Mine","boosters":[]}""");
        var doubled = await ChangeAsync(
            user,
            path,
            $$"""{"targets":[{"id":"{{files["id"]}}","type":"files"},{"id":"{{files["id"]}}","type":"files"}]}"""
        );

        renamed["enabled"]!.GetValue<bool>().ShouldBeFalse();
        renamed["boosters"]!.AsArray().ShouldBeEmpty();
        renamed["targets"]!.ToJsonString().ShouldBe(made["targets"]!.ToJsonString());
        var places = doubled["targets"]!.AsArray().Select(target => target!["id"]!.GetValue<string>()).ToList();
        places[0].ShouldBe(files["id"]!.GetValue<string>());
        places.ShouldBeUnique();
        using var moved = await SendAsync(user.Http, HttpMethod.Patch, path, """{"source":"upload"}""");
        moved.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_site_cannot_use_a_session()
    {
        await using var system = await TestSystem.StartAsync();
        using var anyone = system.Anonymous();
        foreach (var site in new[] { "cross-site", "same-site" })
        {
            using var call = new HttpRequestMessage(HttpMethod.Post, "/api/v1/pipelines") { Content = JsonContent.Create(new { }) };
            call.Headers.Add("Sec-Fetch-Site", site);
            using var answer = await anyone.SendAsync(call, Cancellation);
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Runs_are_found_by_the_state_that_they_show()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        await user.AddPipelineAsync(system.Time.GetUtcNow() - TimeSpan.FromHours(2));
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        await user.RunAsync(await user.ActivityAsync(workout.Id));
        await TestSystem.UntilAsync(
            async () =>
                (await user.ListAsync("runs?limit=200")).All(run =>
                    run!["state"]!.GetValue<string>() is not ("waiting" or "running" or "delivering")
                ),
            "nothing is under way"
        );
        var all = await user.ListAsync("runs?limit=200");

        foreach (
            var state in new[]
            {
                "waiting",
                "running",
                "retrying",
                "needs-you",
                "dead",
                "superseded",
                "quiet",
                "skipped",
                "delivering",
                "delivered",
                "partial",
                "failed",
            }
        )
        {
            (await user.ListAsync($"runs?limit=200&state={state}")).Count.ShouldBe(
                all.Count(run => run!["state"]!.GetValue<string>() == state),
                state
            );
        }
    }

    [Fact]
    public async Task A_repost_makes_another_pass_and_no_second_file()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        var pipeline = await user.AddPipelineAsync(system.Time.GetUtcNow() - TimeSpan.FromHours(2));
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        var activity = await user.ActivityAsync(workout.Id);
        var first = await DeliveredAsync(user, activity, pipeline, pass: 1);
        var files = Directory.GetFiles(system.Files);

        await user.PostAsync($"runs/{first["id"]}/repost", new { mode = "full" });
        await DeliveredAsync(user, activity, pipeline, pass: 2);
        await user.PostAsync($"runs/{first["id"]}/repost", new { mode = "missing-targets" });
        await user.PostAsync($"runs/{first["id"]}/repost", new { mode = "retry-target" });

        Directory.GetFiles(system.Files).ShouldBe(files, ignoreOrder: true);
    }

    private static Task<JsonNode> DeliveredAsync(TestUser user, JsonNode activity, JsonNode pipeline, int pass) =>
        TestSystem.UntilAsync(
            async () =>
                (await user.ListAsync($"runs?activityId={activity["id"]}&pipelineId={pipeline["id"]}&state=delivered")).FirstOrDefault(
                    run => run!["pass"]!.GetValue<int>() == pass
                ),
            $"pass {pass} is delivered"
        );

    private static async Task<JsonNode> ChangeAsync(TestUser user, string path, string json)
    {
        using var answer = await SendAsync(user.Http, HttpMethod.Patch, path, json);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
    }

    private static string Pipeline(string target) => $$"""{"name":"x","source":"oura","targets":[{{target}}]}""";

    private static async Task<HttpResponseMessage> SendAsync(HttpClient who, HttpMethod method, string path, string body)
    {
        using var call = new HttpRequestMessage(method, $"/api/v1/{path}");
        call.Content =
            method == HttpMethod.Get || body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await who.SendAsync(call, Cancellation);
    }

    private static async Task<string> CodeAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["code"]!.GetValue<string>();
    }

    // Many of them begin at the same instant: there only the id tells them apart.
    private static async Task<List<string>> AddActivitiesAsync(TestSystem system, int count)
    {
        await using var db = await system.Database.OpenAsync(Cancellation);
        var userId = await db.Users.Select(user => user.Id).SingleAsync(Cancellation);
        var start = system.Time.GetUtcNow();
        var content =
            $$"""{"title":"Run","type":"running","typeName":"Running","startTime":"{{start:O}}","endTime":"{{start.AddHours(1):O}}"}""";
        var rows = Enumerable
            .Range(0, count)
            .Select(i => new ActivityRow
            {
                Id = Guid.NewGuid(),
                UserId = userId,
                Source = "oura",
                ExternalId = $"w{i}",
                Revision = 1,
                StartTime = start.AddMinutes(i / 7),
                EndTime = start.AddHours(1),
                Content = content,
            })
            .ToList();
        db.Activities.AddRange(rows);
        await db.SaveChangesAsync(Cancellation);
        return [.. rows.Select(row => row.Id.ToString())];
    }
}
