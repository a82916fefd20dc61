using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

public sealed class WebhookTests
{
    private const string Path = "/v2/webhook/subscription";
    private static readonly TimeSpan Delay = new Knobs().WebhookDelay;

    [Fact]
    public async Task A_subscription_exists_only_after_the_callback_gave_the_challenge_back()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();

        var subscription = await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);

        receiver.Handshakes.ShouldBe(1);
        subscription.Select(p => p.Key).ShouldBe(["id", "callback_url", "event_type", "data_type", "expiration_time"]);
        DateTimeOffset.Parse(subscription["expiration_time"]!.GetValue<string>()).ShouldBe(cloud.Time.GetUtcNow().AddDays(90));
        using var list = await SendAsync(cloud, HttpMethod.Get, Path);
        (await list.Content.ReadAsStringAsync(Cloud.Stop)).ShouldBe($"[{subscription.ToJsonString(Compact)}]");
    }

    [Fact]
    public async Task A_callback_without_the_challenge_or_with_another_token_gets_no_subscription()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();

        await SubscribeAsync(cloud, receiver, token: "another").ShouldAnswerAsync(422);
        receiver.IsMute = true;
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(422);

        cloud.Control.Subscriptions.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_subscription_for_each_pair_and_none_for_heart_rate()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();

        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(409);
        await SubscribeAsync(cloud, receiver, eventType: "update").ShouldAnswerAsync(201);
        var refusal = await SubscribeAsync(cloud, receiver, dataType: "heartrate").ShouldAnswerAsync(422);

        refusal["detail"]![0]!["loc"]!.ToJsonString().ShouldBe("""["body","data_type"]""");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("PUT", "renew/")]
    public async Task An_unknown_subscription_is_forbidden(string method, string prefix)
    {
        await using var cloud = await Cloud.StartAsync();
        var body = method is "PUT" ? JsonContent.Create(new { verification_token = "x" }) : null;

        var answer = await SendAsync(cloud, new HttpMethod(method), $"{Path}/{prefix}{Guid.NewGuid()}", body).ShouldAnswerAsync(403);

        answer["detail"]!.GetValue<string>().ShouldBe("Webhook with specified id does not exist.");
    }

    [Fact]
    public async Task Wrong_credentials_open_nothing()
    {
        await using var cloud = await Cloud.StartAsync();

        await SendAsync(cloud, HttpMethod.Get, Path, secret: "wrong").ShouldAnswerAsync(401);
    }

    [Fact]
    public async Task Renewal_changes_and_deletion_are_kept()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        var id = (await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201))["id"]!.GetValue<string>();
        cloud.Time.Advance(TimeSpan.FromDays(80));

        await SendAsync(cloud, HttpMethod.Put, $"{Path}/renew/{id}").ShouldAnswerAsync(200);
        await SendAsync(
                cloud,
                HttpMethod.Put,
                $"{Path}/{id}",
                JsonContent.Create(new { verification_token = Receiver.Token, data_type = "sleep" })
            )
            .ShouldAnswerAsync(200);

        var known = cloud.Control.Subscriptions.ShouldHaveSingleItem();
        known.ExpirationTime.ShouldBe(cloud.Time.GetUtcNow().AddDays(90));
        known.DataType.ShouldBe("sleep");
        receiver.Handshakes.ShouldBe(2);
        await SendAsync(cloud, HttpMethod.Delete, $"{Path}/{id}").ShouldAnswerAsync(204);
        cloud.Control.Subscriptions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_workout_is_told_half_a_minute_later_in_five_signed_fields()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();

        var workout = cloud.Control.AddWorkout(new NewWorkout());
        var told = cloud.Time.GetUtcNow();
        cloud.Control.PendingDeliveries.ShouldBe(1);
        await DeliveredAsync(cloud, 1);

        var sent = receiver.Events.ShouldHaveSingleItem();
        var user = cloud.Control.Person("demo").UserId;
        sent.Body.ShouldBe(
            $$"""{"event_type":"create","data_type":"workout","object_id":"{{workout.Id}}","event_time":"{{told:yyyy-MM-dd'T'HH:mm:ss}}+00:00","user_id":"{{user}}"}"""
        );
        sent.Timestamp.ShouldBe((told + Delay).ToUnixTimeSeconds().ToString());
        sent.ContentType.ShouldBe("application/json");
        var key = Encoding.UTF8.GetBytes(Cloud.Moi.ClientSecret);
        sent.Signature.ShouldBe(Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(sent.Timestamp + sent.Body))));
        sent.Signature.ShouldBe(sent.Signature.ToUpperInvariant());
    }

    [Fact]
    public async Task What_is_not_accepted_is_tried_ten_times_within_an_hour()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();
        foreach (var status in new[] { 500, 404, 503, 400, 401, 500, 500, 500, 500, 500, 500 })
        {
            receiver.Answers.Enqueue(status);
        }

        cloud.Control.AddWorkout(new NewWorkout());
        var begun = cloud.Time.GetUtcNow() + Delay;
        cloud.Time.Advance(Delay);
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var expected = attempt;
            await cloud.Control.WaitForDeliveriesAsync(tries => tries.Count == expected, Cloud.Stop);
            cloud.Time.Advance(TimeSpan.FromSeconds(7.0456 * Math.Pow(2, attempt - 1)));
        }

        var tries = cloud.Control.Deliveries;
        tries.Select(t => t.Outcome).ShouldBe([.. Enumerable.Repeat(DeliveryOutcome.Retrying, 9), DeliveryOutcome.GivenUp]);
        (tries[^1].At - begun).ShouldBe(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        cloud.Control.PendingDeliveries.ShouldBe(0);
        receiver.Events.Select(e => e.Body).Distinct().ShouldHaveSingleItem();
        receiver.Events.Select(e => e.Timestamp).Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public async Task A_callback_that_stays_silent_is_left_after_ten_seconds()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();
        receiver.IsMute = true;

        cloud.Control.AddWorkout(new NewWorkout());
        cloud.Time.Advance(Delay);
        await receiver.Arrived.WaitAsync(Cloud.Stop);
        cloud.Time.Advance(TimeSpan.FromSeconds(9));
        cloud.Control.Deliveries.ShouldBeEmpty();
        cloud.Time.Advance(TimeSpan.FromSeconds(1));
        await cloud.Control.WaitForDeliveriesAsync(tries => tries.Count == 1, Cloud.Stop);

        cloud
            .Control.Deliveries[0]
            .ShouldSatisfyAllConditions(d => d.Status.ShouldBeNull(), d => d.Outcome.ShouldBe(DeliveryOutcome.Retrying));
    }

    [Fact]
    public async Task The_hour_of_retries_can_be_compressed()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { TimeFactor = 3600 });
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();
        receiver.Answers.Enqueue(500);

        cloud.Control.AddWorkout(new NewWorkout());
        cloud.Time.Advance(TimeSpan.FromMilliseconds(10));
        await cloud.Control.WaitForDeliveriesAsync(tries => tries.Count == 1, Cloud.Stop);
        cloud.Time.Advance(TimeSpan.FromMilliseconds(10));
        await cloud.Control.WaitForDeliveriesAsync(tries => tries.Count == 2, Cloud.Stop);

        cloud.Control.Deliveries[^1].Outcome.ShouldBe(DeliveryOutcome.Accepted);
    }

    [Theory]
    [InlineData(204, DeliveryOutcome.Accepted)]
    [InlineData(302, DeliveryOutcome.Accepted)]
    [InlineData(410, DeliveryOutcome.Canceled)]
    [InlineData(404, DeliveryOutcome.Retrying)]
    public async Task An_answer_decides_what_becomes_of_a_delivery(int status, DeliveryOutcome outcome)
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();
        receiver.Answers.Enqueue(status);

        cloud.Control.AddWorkout(new NewWorkout());
        await DeliveredAsync(cloud, 1);

        cloud.Control.Deliveries.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
        cloud.Control.Subscriptions.Count.ShouldBe(status == 410 ? 0 : 1);
    }

    [Fact]
    public async Task A_subscription_covers_every_person_who_connected_and_granted_the_scope()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.Control.AddPerson("stranger");
        cloud.Control.AddPerson("reserved");
        cloud.TokenFor("demo");
        cloud.TokenFor("noa");
        cloud.TokenFor("reserved", "extapi:daily");

        foreach (var person in new[] { "demo", "noa", "stranger", "reserved" })
        {
            cloud.Control.AddWorkout(new NewWorkout { Person = person });
        }

        await DeliveredAsync(cloud, 2);

        cloud
            .Control.Deliveries.Select(d => d.UserId)
            .ShouldBe([cloud.Control.Person("demo").UserId, cloud.Control.Person("noa").UserId], ignoreOrder: true);
        cloud.Control.PendingDeliveries.ShouldBe(0);
    }

    [Fact]
    public async Task An_expired_subscription_delivers_nothing()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { AccessTokenLifetime = TimeSpan.FromDays(365) });
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();

        cloud.Time.Advance(TimeSpan.FromDays(90));
        cloud.Control.AddWorkout(new NewWorkout());

        cloud.Control.PendingDeliveries.ShouldBe(0);
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.Control.AddWorkout(new NewWorkout());
        await DeliveredAsync(cloud, 1);
    }

    [Fact]
    public async Task A_workout_goes_from_detected_to_confirmed_to_edited_to_deleted_under_one_id()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        foreach (var eventType in new[] { "create", "update", "delete" })
        {
            await SubscribeAsync(cloud, receiver, eventType).ShouldAnswerAsync(201);
        }

        var token = cloud.TokenFor();
        var workout = cloud.Control.AddWorkout(new NewWorkout { Activity = "walking", Source = "autodetected" });
        await DeliveredAsync(cloud, 1);
        cloud.Control.ConfirmWorkout(workout.Id).Source.ShouldBe("confirmed");
        await DeliveredAsync(cloud, 2);
        cloud.Control.EditWorkout(
            workout.Id,
            new WorkoutEdit
            {
                Activity = "running",
                Minutes = 25,
                Label = "Round the lake",
            }
        );
        (await cloud.ReadAsync($"workout/{workout.Id}", token))["label"]!.GetValue<string>().ShouldBe("Round the lake");
        await DeliveredAsync(cloud, 3);
        cloud.Control.DeleteWorkout(workout.Id);
        await DeliveredAsync(cloud, 4);

        await cloud
            .GetAsync($"/v2/usercollection/workout/{workout.Id}", token)
            .ShouldAnswerAsync(404, """{"detail":"Document not found."}""");
        cloud.Control.Deliveries.Select(d => d.EventType).ShouldBe(["create", "update", "update", "delete"]);
        cloud.Control.Deliveries.Select(d => d.ObjectId).Distinct().ShouldBe([workout.Id]);
    }

    [Fact]
    public async Task A_sync_brings_days_at_once_and_sleep_only_when_the_app_was_opened()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        var held = cloud.Control.AddWorkout(new NewWorkout { OnRing = true });
        await cloud.GetAsync($"/v2/usercollection/workout/{held.Id}", token).ShouldAnswerAsync(404);
        cloud.Time.Advance(TimeSpan.FromDays(3));

        var inBackground = cloud.Control.Sync("demo", openApp: false);
        var opened = cloud.Control.Sync("demo");

        inBackground.ShouldContain(d => d.ObjectId == held.Id);
        inBackground.Count(d => d.DataType is "workout").ShouldBeGreaterThan(3);
        inBackground.ShouldContain(d => d.DataType == "daily_activity" && d.EventType == "update");
        inBackground.ShouldNotContain(d => d.DataType == "sleep" || d.DataType == "daily_readiness");
        opened.Count(d => d.DataType is "daily_readiness").ShouldBe(3);
        opened.ShouldNotContain(d => d.DataType == "workout");
        var starts = inBackground
            .Where(d => d.DataType is "workout")
            .Select(d => cloud.Control.Workouts("demo").Single(w => w.Id == d.ObjectId).Start)
            .ToArray();
        starts.SequenceEqual(starts.Order()).ShouldBeFalse();
    }

    [Fact]
    public async Task Deliveries_get_lost_repeated_and_reordered_on_request()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();
        string Add() => cloud.Control.AddWorkout(new NewWorkout()).Id;

        cloud.Control.LoseWebhooks(1);
        var lost = Add();
        cloud.Control.RepeatWebhooks(1);
        var twice = Add();
        await DeliveredAsync(cloud, 3);
        cloud.Control.ReorderWebhooks(3);
        string[] reordered = [Add(), Add(), Add()];
        await DeliveredAsync(cloud, 6);

        receiver
            .Events.Select(e => JsonNode.Parse(e.Body)!["object_id"]!.GetValue<string>())
            .ShouldBe([twice, twice, .. reordered.Reverse()]);
        cloud
            .Control.Deliveries[0]
            .ShouldSatisfyAllConditions(d => d.ObjectId.ShouldBe(lost), d => d.Outcome.ShouldBe(DeliveryOutcome.Lost));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Compact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static async Task DeliveredAsync(Cloud cloud, int tries)
    {
        cloud.Time.Advance(Delay);
        await cloud.Control.WaitForDeliveriesAsync(t => t.Count >= tries, Cloud.Stop);
    }

    internal static Task<HttpResponseMessage> SubscribeAsync(
        Cloud cloud,
        Receiver receiver,
        string eventType = "create",
        string dataType = "workout",
        string token = Receiver.Token
    ) =>
        SendAsync(
            cloud,
            HttpMethod.Post,
            Path,
            JsonContent.Create(
                new
                {
                    callback_url = receiver.Url,
                    verification_token = token,
                    event_type = eventType,
                    data_type = dataType,
                }
            )
        );

    private static Task<HttpResponseMessage> SendAsync(
        Cloud cloud,
        HttpMethod method,
        string path,
        HttpContent? body = null,
        string? secret = null
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("x-client-id", Cloud.Moi.ClientId);
        request.Headers.Add("x-client-secret", secret ?? Cloud.Moi.ClientSecret);
        return cloud.Http.SendAsync(request, Cloud.Stop);
    }
}
