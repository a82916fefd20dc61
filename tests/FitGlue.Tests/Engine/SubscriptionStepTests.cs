using FitGlue.Core;
using FitGlue.Engine.Connections;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Webhook subscriptions live as long as somebody needs them.</summary>
public sealed class SubscriptionStepTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_looked_at_every_hour_whatever_the_provider_suggests()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();

        for (var quarter = 0; quarter < 8; quarter++)
        {
            await RunAsync(bench);
            bench.Time.Advance(TimeSpan.FromMinutes(15));
        }

        bench.Source.Asked.Count(call => call == "subscribe").ShouldBe(2);
        var row = await bench.ReadAsync(db => db.Subscriptions.SingleAsync(Cancellation));
        (row.Count, row.EndsAt is not null, row.VerifiedAt is not null).ShouldBe((3, true, true));
    }

    [Fact]
    public async Task Webhooks_that_fell_silent_have_them_looked_at_at_once()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await RunAsync(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await bench.WriteAsync(db =>
        {
            var row = db.Connections.Single();
            row.WebhooksSilentSince = row.LastListedAt = bench.Time.GetUtcNow();
        });

        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await RunAsync(bench);
        await RunAsync(bench);

        bench.Source.Asked.Count(call => call == "subscribe").ShouldBe(2);
    }

    [Fact]
    public async Task A_provider_that_refuses_them_while_webhooks_are_silent_is_not_asked_at_every_look()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await RunAsync(bench);
        bench.Source.Before = (what, _) =>
            what == "subscribe" ? Task.FromException(new RejectedException("Our address does not answer.")) : Task.CompletedTask;
        await bench.WriteAsync(db =>
        {
            var row = db.Connections.Single();
            row.WebhooksSilentSince = row.LastListedAt = bench.Time.GetUtcNow().AddMinutes(1);
        });

        for (var second = 0; second < 60; second++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            await RunAsync(bench);
        }

        bench.Source.Asked.Count(call => call == "subscribe").ShouldBeLessThan(10, "ever longer waits, not every second");
    }

    [Fact]
    public async Task The_last_disconnect_removes_them()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await RunAsync(bench);
        await bench.Get<Disconnecting>().DisconnectAsync(bench.UserId, connection, Cancellation);
        bench.Time.Advance(TimeSpan.FromHours(1));

        await RunAsync(bench);
        await RunAsync(bench);

        bench.Source.Asked.Count(call => call == "unsubscribe").ShouldBe(1);
        (await bench.ReadAsync(db => db.Subscriptions.CountAsync(Cancellation))).ShouldBe(0);
    }

    [Fact]
    public async Task A_removal_that_fails_is_tried_again()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await RunAsync(bench);
        await bench.Get<Disconnecting>().DisconnectAsync(bench.UserId, connection, Cancellation);
        bench.Source.Before = (_, _) => throw new UnavailableException("Down.");
        bench.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync(bench);

        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(bench);

        bench.Source.Asked.Count(call => call == "unsubscribe").ShouldBe(2);
        (await bench.ReadAsync(db => db.Subscriptions.CountAsync(Cancellation))).ShouldBe(0);
    }

    private static Task RunAsync(Bench bench) => bench.Get<SubscriptionStep>().RunAsync("fake", Cancellation);
}
