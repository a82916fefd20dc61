using System.Text.Json.Nodes;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

/// <summary>What goes wrong between the cloud and an app, and how a test makes it happen.</summary>
public sealed class TroubleTests
{
    private static readonly TimeSpan Delay = new Knobs().WebhookDelay;

    [Fact]
    public async Task A_workout_vanishes_without_an_event_and_comes_back_with_one()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await WebhookTests.SubscribeAsync(cloud, receiver, "delete").ShouldAnswerAsync(201);
        await WebhookTests.SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        var token = cloud.TokenFor();
        var workout = cloud.Control.Workouts("demo")[^1];

        cloud.Control.DeleteWorkout(workout.Id, notify: false);
        await cloud.GetAsync($"/v2/usercollection/workout/{workout.Id}", token).ShouldAnswerAsync(404);
        cloud.Control.RestoreWorkout(workout.Id);
        cloud.Time.Advance(Delay);
        await cloud.Control.WaitForDeliveriesAsync(tries => tries.Count == 1, Cloud.Stop);

        await cloud.GetAsync($"/v2/usercollection/workout/{workout.Id}", token).ShouldAnswerAsync(200);
        cloud.Control.Deliveries.ShouldHaveSingleItem().EventType.ShouldBe("create");
        Should.Throw<KeyNotFoundException>(() => cloud.Control.RestoreWorkout(workout.Id));
    }

    [Fact]
    public async Task Events_are_lost_for_as_long_as_told_and_come_a_month_late()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { WebhooksLost = true });
        await using var receiver = await Receiver.StartAsync();
        await WebhookTests.SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();
        var began = cloud.Time.GetUtcNow();
        cloud.Control.AddWorkout(new());
        cloud.Time.Advance(TimeSpan.FromDays(30));
        cloud.Control.AddWorkout(new());

        cloud.Control.Turn(knobs => knobs with { WebhooksLost = false });
        cloud.Control.ResendWebhooks(told => told.EventTime == began).ShouldBe(1);
        cloud.Time.Advance(Delay);
        await cloud.Control.WaitForDeliveriesAsync(tries => tries.Any(told => told.Outcome is DeliveryOutcome.Accepted), Cloud.Stop);

        var late = JsonNode.Parse(receiver.Events.ShouldHaveSingleItem().Body)!;
        DateTimeOffset.Parse(late["event_time"]!.GetValue<string>()).ShouldBe(began);
        cloud.Control.Deliveries.Count(told => told.Outcome is DeliveryOutcome.Lost).ShouldBe(2);
    }

    [Fact]
    public async Task An_event_can_come_a_thousand_times_at_once()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await WebhookTests.SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);
        cloud.TokenFor();
        cloud.Control.RepeatWebhooks(1, times: 1000);

        cloud.Control.AddWorkout(new());
        cloud.Time.Advance(Delay);
        await cloud.Control.WaitForDeliveriesAsync(tries => tries.Count == 1000, Cloud.Stop);

        receiver.Events.Count.ShouldBe(1000);
        receiver.Events.Select(received => received.Body).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_cloud_can_forget_every_subscription()
    {
        await using var cloud = await Cloud.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await WebhookTests.SubscribeAsync(cloud, receiver).ShouldAnswerAsync(201);

        cloud.Control.LoseSubscriptions();

        cloud.Control.Subscriptions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_permission_can_be_taken_back_while_the_rest_goes_on(int status)
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { MissingScopeStatus = status });
        var token = cloud.TokenFor();

        cloud.Control.WithdrawScope("demo", "heartrate").ShouldBe(1);

        await cloud.GetAsync("/v2/usercollection/heartrate", token).ShouldAnswerAsync(status);
        await cloud.GetAsync("/v2/usercollection/workout", token).ShouldAnswerAsync(200);
        await cloud.GetAsync("/v2/usercollection/personal_info", token).ShouldAnswerAsync(200);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("315360000")]
    [InlineData("soon")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_rate_limit_can_say_absurd_things(string retryAfter)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.AddFault(
            new()
            {
                Path = "*",
                Kind = FaultKind.RateLimited,
                RetryAfter = retryAfter,
            }
        );

        using var answer = await cloud.GetAsync("/v2/usercollection/workout", cloud.TokenFor());

        ((int)answer.StatusCode).ShouldBe(429);
        answer.Headers.NonValidated["Retry-After"].ToString().ShouldBe(retryAfter);
    }

    [Fact]
    public async Task A_rate_limit_can_say_nothing()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.AddFault(
            new()
            {
                Path = "*",
                Kind = FaultKind.RateLimited,
                RetryAfter = "",
            }
        );

        using var answer = await cloud.GetAsync("/v2/usercollection/workout", cloud.TokenFor());

        ((int)answer.StatusCode).ShouldBe(429);
        answer.Headers.ShouldNotContain(header =>
            header.Key == "Retry-After" || header.Key.StartsWith("X-RateLimit", StringComparison.Ordinal)
        );
    }

    // What is kept apart in the client: each trouble is another answer, and the sign-in tells them apart.
    [Fact]
    public async Task A_revoked_access_ends_both_tokens()
    {
        await using var cloud = await Cloud.StartAsync();
        var tokens = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", "extapi:workout");

        cloud.Control.RevokeGrants("demo");

        await cloud.GetAsync("/v2/usercollection/workout", tokens.AccessToken).ShouldAnswerAsync(401);
        (await cloud.RefreshAsync(Cloud.Moi, tokens.RefreshToken).ShouldAnswerAsync(400))["error"]!
            .GetValue<string>()
            .ShouldBe("invalid_grant");
    }
}
