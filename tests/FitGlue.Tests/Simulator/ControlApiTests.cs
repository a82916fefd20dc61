using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

public sealed class ControlApiTests
{
    [Fact]
    public async Task A_workout_can_be_added_changed_confirmed_and_deleted()
    {
        await using var cloud = await Cloud.StartAsync();

        var added = await SendAsync(
                cloud,
                HttpMethod.Post,
                "/control/workouts",
                """{"person":"noa","activity":"strengthTraining","start":"2026-03-31T06:00:00-04:00","minutes":40,"source":"autodetected","heartRate":"rest","heartRateDelay":"00:30:00"}"""
            )
            .ShouldAnswerAsync(200);
        var id = added["id"]!.GetValue<string>();

        added["end"]!.GetValue<string>().ShouldBe("2026-03-31T06:40:00-04:00");
        (await SendAsync(cloud, HttpMethod.Post, $"/control/workouts/{id}/confirm").ShouldAnswerAsync(200))["source"]!
            .GetValue<string>()
            .ShouldBe("confirmed");
        (await SendAsync(cloud, HttpMethod.Patch, $"/control/workouts/{id}", """{"label":"Squats"}""").ShouldAnswerAsync(200))["label"]!
            .GetValue<string>()
            .ShouldBe("Squats");
        await SendAsync(cloud, HttpMethod.Post, $"/control/workouts/{id}/heart-rate/hold?seconds=60").ShouldAnswerAsync(204);
        await SendAsync(cloud, HttpMethod.Post, $"/control/workouts/{id}/heart-rate/release").ShouldAnswerAsync(204);
        await SendAsync(cloud, HttpMethod.Post, $"/control/documents/{id}/hide?seconds=60").ShouldAnswerAsync(204);
        await SendAsync(cloud, HttpMethod.Delete, $"/control/workouts/{id}").ShouldAnswerAsync(204);
        await SendAsync(cloud, HttpMethod.Delete, $"/control/workouts/{id}").ShouldAnswerAsync(404);
    }

    [Fact]
    public async Task Knobs_people_and_apps_change_by_the_fields_that_are_sent()
    {
        await using var cloud = await Cloud.StartAsync();

        await SendAsync(
                cloud,
                HttpMethod.Patch,
                "/control/knobs",
                """{"accessTokenLifetime":"00:00:05","webhookTimestamp":"iso","timeFactor":60}"""
            )
            .ShouldAnswerAsync(200);
        await SendAsync(cloud, HttpMethod.Put, "/control/people/demo", """{"membershipActive":false,"refusedScopes":["*"]}""")
            .ShouldAnswerAsync(200);
        await SendAsync(cloud, HttpMethod.Put, "/control/people/zoe", """{"age":22,"zone":"eastern-america"}""").ShouldAnswerAsync(200);
        await SendAsync(
                cloud,
                HttpMethod.Put,
                "/control/apps/third",
                """{"clientSecret":"s","portal":"legacy","redirectUris":["http://localhost:1/x"]}"""
            )
            .ShouldAnswerAsync(200);

        cloud.Control.Knobs.ShouldBe(
            new Knobs
            {
                AccessTokenLifetime = TimeSpan.FromSeconds(5),
                WebhookTimestamp = TimestampUnit.Iso,
                TimeFactor = 60,
            }
        );
        cloud.Control.Person("demo").ShouldSatisfyAllConditions(p => p.MembershipActive.ShouldBeFalse(), p => p.Age.ShouldBe(38));
        cloud.Control.Person("zoe").Age.ShouldBe(22);
        cloud.Control.Workouts("zoe").ShouldNotBeEmpty();
        cloud.Control.Apps.Single(a => a.ClientId == "third").Portal.ShouldBe(Portal.Legacy);
    }

    [Fact]
    public async Task A_person_who_refuses_every_scope_still_connects()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.ChangePerson("demo", p => p with { RefusedScopes = ["*"] });

        var answer = await cloud.ConsentAsync(Cloud.Moi, "extapi:workout extapi:heartrate");

        answer["scope"].ShouldBe("");
        var pair = await cloud.ExchangeAsync(Cloud.Moi, answer["code"]).ShouldAnswerAsync(200);
        (await cloud.ReadAsync("personal_info", pair["access_token"]!.GetValue<string>()))["age"].ShouldBeNull();
    }

    [Fact]
    public async Task Faults_are_set_and_the_state_is_read()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        await SendAsync(cloud, HttpMethod.Post, "/control/webhooks/lose?count=2").ShouldAnswerAsync(204);
        using var faults = await SendAsync(
            cloud,
            HttpMethod.Post,
            "/control/faults",
            """{"path":"/v2/usercollection/*","kind":"rate-limited","times":2,"tier":"application"}"""
        );
        faults.EnsureSuccessStatusCode();
        await cloud.GetAsync("/v2/usercollection/workout", token).ShouldAnswerAsync(429);

        var state = await cloud.GetAsync("/control/state").ShouldAnswerAsync(200);

        state["requests"]!["GET /v2/usercollection/workout"]!.GetValue<int>().ShouldBe(1);
        state["tokensIssued"]!.GetValue<int>().ShouldBe(1);
        state["faults"]!.AsArray().ShouldHaveSingleItem()!["times"]!.GetValue<int>().ShouldBe(1);
        state["grants"]!.AsArray().ShouldHaveSingleItem()!["person"]!.GetValue<string>().ShouldBe("demo");
        await SendAsync(cloud, HttpMethod.Delete, "/control/faults").ShouldAnswerAsync(204);
        await SendAsync(cloud, HttpMethod.Post, "/control/people/demo/revoke").ShouldAnswerAsync(200);
        await cloud.GetAsync("/v2/usercollection/workout", token).ShouldAnswerAsync(401);
    }

    [Fact]
    public async Task A_sync_tells_what_it_brought()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Time.Advance(TimeSpan.FromDays(2));
        using var response = await SendAsync(cloud, HttpMethod.Post, "/control/people/demo/sync?openApp=false");

        var brought = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cloud.Stop))!.AsArray();

        brought.ShouldContain(d => d!["dataType"]!.GetValue<string>() == "workout");
        brought.ShouldNotContain(d => d!["dataType"]!.GetValue<string>() == "sleep");
    }

    [Fact]
    public async Task The_phone_syncs_by_itself_where_the_knob_says_how_often()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { AutoSync = TimeSpan.FromHours(6) });
        var (before, started) = (cloud.Control.Workouts("demo").Count, cloud.Time.GetUtcNow());

        while (cloud.Control.Workouts("demo").Count == before)
        {
            cloud.Time.Advance(TimeSpan.FromHours(6));
            await Task.Yield();
        }

        cloud.Control.Person("demo").SyncedUntil.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(started.AddHours(4));
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1", "https://attacker.example")]
    public async Task A_page_elsewhere_cannot_move_it(string host, string? origin = null)
    {
        await using var cloud = await Cloud.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/control/people");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await cloud.Http.SendAsync(request, Cloud.Stop);

        ((int)response.StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task A_body_that_is_no_order_is_refused_with_the_reason()
    {
        await using var cloud = await Cloud.StartAsync();

        (await SendAsync(cloud, HttpMethod.Post, "/control/faults", """{"kind":"rate-limited"}""").ShouldAnswerAsync(400))["error"]!
            .GetValue<string>()
            .ShouldContain("path");
        await SendAsync(cloud, HttpMethod.Post, "/control/workouts", """{"person":"nobody"}""").ShouldAnswerAsync(404);
    }

    private static Task<HttpResponseMessage> SendAsync(Cloud cloud, HttpMethod method, string path, string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = JsonContent.Create(JsonNode.Parse(json));
        }

        return cloud.Http.SendAsync(request, Cloud.Stop);
    }
}
