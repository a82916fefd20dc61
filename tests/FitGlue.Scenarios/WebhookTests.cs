using System.Net;
using FitGlue.Engine.Inbox;
using FitGlue.Engine.Work;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>What may come in by webhook, and what becomes of it.</summary>
public sealed class WebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_kept_of_a_call_whose_signature_is_not_right()
    {
        await using var system = await TestSystem.StartAsync();
        using var anyone = system.Anonymous();
        var body = Signed.Event("11111111-2222-3333-4444-555555555555", "somebody");
        using var doubled = Signed.Call(system, body);
        doubled.Headers.Add("x-oura-signature", doubled.Headers.GetValues("x-oura-signature").Single());
        using var changed = Signed.Call(system, body);
        changed.Content = new StringContent(body + " ");
        HttpRequestMessage[] calls = [Signed.Unsigned(body), Signed.Call(system, body, "another secret"), doubled, changed];

        foreach (var call in calls)
        {
            using var answer = await anyone.SendAsync(call, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            call.Dispose();
        }

        using var huge = Signed.Call(system, new string('x', 65 * 1024));
        (await anyone.SendAsync(huge, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var streamed = Signed.Call(system, new string('x', 65 * 1024));
        streamed.Headers.TransferEncodingChunked = true;
        (await anyone.SendAsync(streamed, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await InboxAsync(system)).ShouldBeEmpty();
    }

    private static readonly string[] OnTheirOwn =
    [
        "/v2/usercollection/daily_activity",
        "/v2/usercollection/daily_readiness",
        "/v2/usercollection/sleep",
        "/v2/usercollection/personal_info",
    ];

    [Fact]
    public async Task What_is_signed_but_cannot_be_read_is_kept_aside_once_and_no_path_of_it_is_called()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        using var anyone = system.Anonymous();
        var me = system.Simulator.Control.Person("demo").UserId;
        string[] bodies =
        [
            "not json",
            "{}",
            Signed.Event("../../personal_info", me),
            Signed.Event("x?y=", me),
            Signed.Event("%2e%2e", me),
            Signed.Event("a\r\nb", me),
            Signed.Event(new string('a', 10_000), me),
        ];
        system.Simulator.Control.ResetRequests();

        foreach (var body in bodies.Concat(bodies))
        {
            using var call = Signed.Call(system, body);
            (await anyone.SendAsync(call, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        var rows = await InboxAsync(system);
        rows.Count.ShouldBe(bodies.Length);
        rows.ShouldAllBe(row => row.State == WorkState.Dead && row.LastError != null);
        system.Simulator.Control.Requests.ShouldAllBe(
            request => OnTheirOwn.Contains(request.Path),
            "only days and the person are read, on their own"
        );
    }

    [Fact]
    public async Task A_challenge_is_answered_to_the_provider_alone()
    {
        await using var system = await TestSystem.StartAsync();
        using var anyone = system.Anonymous();

        using var wrong = await anyone.GetAsync("/webhooks/oura?verification_token=guess&challenge=abc", Cancellation);
        using var missing = await anyone.GetAsync("/webhooks/oura?challenge=abc", Cancellation);
        using var other = await anyone.GetAsync("/webhooks/unknown?verification_token=guess&challenge=abc", Cancellation);

        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        missing.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_event_of_somebody_unknown_waits_and_is_imported_when_they_connect()
    {
        await using var system = await TestSystem.StartAsync(settings: ("Oura:ImportDays", "0"));
        using var user = await system.AddUserAsync();
        using var anyone = system.Anonymous();
        var workout = system.Simulator.Control.AddWorkout(
            new()
            {
                Activity = "running",
                Notify = false,
                Start = system.Time.GetUtcNow().AddDays(-9),
            }
        );
        using var call = Signed.Call(system, Signed.Event(workout.Id, system.Simulator.Control.Person("demo").UserId));
        (await anyone.SendAsync(call, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await InboxAsync(system)).ShouldHaveSingleItem().ConnectionId.ShouldBeNull();

        await user.ConnectAsync();

        (await user.ActivityAsync(workout.Id))["revision"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_event_a_thousand_times_at_once_is_one_row_one_activity_and_few_requests()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Notify = false });
        var body = Signed.Event(workout.Id, system.Simulator.Control.Person("demo").UserId);
        using var anyone = system.Anonymous();
        system.Simulator.Control.ResetRequests();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancellation },
            async (_, token) =>
            {
                using var call = Signed.Call(system, body);
                using var answer = await anyone.SendAsync(call, token);
                answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            }
        );

        (await user.ActivityAsync(workout.Id))["revision"]!.GetValue<int>().ShouldBe(1);
        (await InboxAsync(system)).Count(row => row.ObjectId == workout.Id).ShouldBe(1);
        system.Simulator.Control.Requests.Count(request => !OnTheirOwn.Contains(request.Path)).ShouldBeLessThanOrEqualTo(4);
    }

    private static async Task<List<InboxEvent>> InboxAsync(TestSystem system)
    {
        await using var db = await system.Database.OpenAsync(Cancellation);
        return await db.Inbox.AsNoTracking().ToListAsync(Cancellation);
    }
}
