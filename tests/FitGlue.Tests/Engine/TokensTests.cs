using FitGlue.Core;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>How the tokens of a connection are renewed, and what its state says.</summary>
public sealed class TokensTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_waiting_events_renew_once()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(11));
        for (var i = 0; i < 50; i++)
        {
            bench.Source.Put($"w{i}", bench.Time.GetUtcNow().AddHours(-2));
            await bench.AnnounceAsync($"w{i}");
        }

        await bench.WorkAsync(connection);

        bench.Source.Asked.Count(call => call == "refresh").ShouldBe(1);
        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(50);
    }

    [Fact]
    public async Task The_new_pair_is_on_disk_before_it_is_used()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(6));
        await bench.AnnounceAsync("a");
        string? stored = null;
        string? used = null;
        bench.Source.Before = async (call, token) =>
        {
            if (call == "workout")
            {
                used = token!.Value.Value;
                stored = bench.Get<TokenVault>().Open((await ConnectionAsync(bench)).Tokens).AccessToken.Value;
            }
        };

        await bench.WorkAsync(connection);

        used.ShouldBe("access-2");
        stored.ShouldBe(used);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once_and_the_call_goes_on()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        bench.Source.Before = (call, token) =>
            call is "workout" or "check" && token!.Value.Value == "access-1"
                ? throw new UnauthorizedException("Refused.")
                : Task.CompletedTask;

        await bench.WorkAsync(connection);

        bench.Source.Asked.Count(call => call == "refresh").ShouldBe(1);
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task A_call_that_lacks_a_scope_spends_no_refresh_token()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        bench.Source.Before = (call, _) => call == "heart rate" ? throw new UnauthorizedException("Refused.") : Task.CompletedTask;

        await bench.WorkAsync(connection);

        bench.Source.Asked.ShouldNotContain("refresh");
        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(1, "the workout arrives without its heart rate");
        (await bench.ReadAsync(db => db.Connections.SingleAsync(Cancellation))).State.ShouldBe(ConnectionState.Limited);
    }

    [Fact]
    public async Task Work_goes_on_with_the_old_token_when_an_early_renewal_fails_and_does_not_ask_again_at_once()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(6));
        bench.Source.Before = (call, _) => call == "refresh" ? throw new UnavailableException("Down.") : Task.CompletedTask;
        for (var i = 0; i < 10; i++)
        {
            bench.Source.Put($"w{i}", bench.Time.GetUtcNow().AddHours(-2));
            await bench.AnnounceAsync($"w{i}");
        }

        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(10);
        bench.Source.Asked.Count(call => call == "refresh").ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_does_not_cut_off_the_answer_that_holds_the_new_pair()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(11));
        await bench.AnnounceAsync("a");
        bench.Source.Before = (call, _) =>
        {
            if (call == "refresh")
            {
                bench.Lifetime.StopApplication();
            }

            return Task.CompletedTask;
        };

        await bench.Get<FitGlue.Engine.Fetch.InboxStep>().RunAsync(connection);

        bench.Get<TokenVault>().Open((await ConnectionAsync(bench)).Tokens).RefreshToken!.Value.Value.ShouldBe("refresh-2");
    }

    [Fact]
    public async Task A_grant_that_is_gone_asks_for_a_reconnect_which_takes_up_what_waited()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(11));
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        bench.Source.Before = (call, _) => call == "refresh" ? throw new ReconnectRequiredException("Gone.") : Task.CompletedTask;
        await bench.WorkAsync(connection);
        (await ConnectionAsync(bench)).State.ShouldBe(ConnectionState.Reconnect);
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.NeedsYou);

        (await bench.ConnectAsync()).ShouldBe(connection);

        (await ConnectionAsync(bench)).State.ShouldBe(ConnectionState.Up);
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_of_the_old_tokens_says_nothing_about_those_that_a_reconnect_brought_meanwhile()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(11));
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        bench.Source.Before = async (call, _) =>
        {
            if (call == "refresh")
            {
                await bench.Get<Connecting>().SaveAsync(bench.UserId, bench.Source, bench.Source.NextGrant(bench.Time), Cancellation);
                throw new ReconnectRequiredException("Gone.");
            }
        };

        await bench.WorkAsync(connection);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.WorkAsync(connection);

        (await ConnectionAsync(bench)).State.ShouldBe(ConnectionState.Up);
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task What_waited_for_a_membership_goes_on_by_itself_once_a_call_succeeds()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        bench.Source.Before = (_, _) => throw new LimitedException("The membership has lapsed.");
        await bench.WorkAsync(connection);
        (await ConnectionAsync(bench)).StateReason.ShouldBe("The membership has lapsed.");
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.NeedsYou);

        bench.Source.Before = (_, _) => Task.CompletedTask;
        await ImportingTests.CheckAsync(bench, connection);
        await bench.WorkAsync(connection);

        (await ConnectionAsync(bench)).State.ShouldBe(ConnectionState.Up);
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task Subscriptions_that_fail_in_an_unforeseen_way_wait_before_they_are_tried_again()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        bench.Source.Before = (_, _) => throw new InvalidOperationException("Nobody thought of this.");

        for (var second = 0; second < 20; second++)
        {
            await bench.Get<SubscriptionStep>().RunAsync("fake", Cancellation);
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        bench.Source.Asked.Count(call => call == "subscribe").ShouldBeLessThan(6);
        (await bench.ReadAsync(db => db.Subscriptions.SingleAsync(Cancellation))).LastError.ShouldNotBeNull();
    }

    private static Task<Connection> ConnectionAsync(Bench bench) =>
        bench.ReadAsync(db => db.Connections.AsNoTracking().SingleAsync(Cancellation));
}
