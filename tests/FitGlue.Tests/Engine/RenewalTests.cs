using FitGlue.Core;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What becomes of a connection when its renewal goes wrong: five states, five texts, no storm.</summary>
public sealed class RenewalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_callers_at_once_that_find_an_expired_token_cause_one_refresh()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(11));

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CallAsync(bench, connection)));

        bench.Source.Asked.Count(call => call == "refresh").ShouldBe(1);
        tokens.Distinct().ShouldBe(["access-2"]);
    }

    [Fact]
    public async Task Fifty_callers_whose_token_is_refused_before_its_time_cause_one_refresh()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Before = (call, token) =>
            call is "refresh" || token?.Value != "access-1" ? Task.CompletedTask : throw new UnauthorizedException("No.");

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CallAsync(bench, connection)));

        bench.Source.Asked.Count(call => call == "refresh").ShouldBe(1);
        tokens.Distinct().ShouldBe(["access-2"]);
    }

    [Fact]
    public async Task After_a_crash_in_the_refresh_the_old_token_works_on_is_tried_once_and_then_the_person_is_asked()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        var began = bench.Time.GetUtcNow();
        await bench.WriteAsync(db => db.Connections.Single().RefreshIntentAt = began.AddHours(6));
        bench.Source.Before = (call, _) => call is "refresh" ? throw new ReconnectRequiredException("Gone.") : Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromHours(7));

        // The access token has three hours left.
        for (var hour = 0; hour < 3; hour++)
        {
            (await CallAsync(bench, connection)).ShouldBe("access-1");
            var living = await ConnectionAsync(bench);
            living.State.ShouldBe(ConnectionState.Up);
            living.Trouble.ShouldBe(TroubleCode.RefreshLost);
            living.StateReason!.ShouldContain("Reconnect");
            bench.Time.Advance(TimeSpan.FromMinutes(55));
        }

        bench.Time.Advance(TimeSpan.FromHours(1));
        await Should.ThrowAsync<ReconnectRequiredException>(() => CallAsync(bench, connection));
        await Should.ThrowAsync<ReconnectRequiredException>(() => CallAsync(bench, connection));

        bench.Source.Asked.Count(call => call == "refresh").ShouldBe(1);
        var over = await ConnectionAsync(bench);
        (over.State, over.Trouble).ShouldBe((ConnectionState.Reconnect, TroubleCode.RefreshLost));
    }

    [Fact]
    public async Task After_a_crash_before_the_request_left_the_old_refresh_token_still_works()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        var began = bench.Time.GetUtcNow();
        await bench.WriteAsync(db => db.Connections.Single().RefreshIntentAt = began.AddHours(6));
        bench.Time.Advance(TimeSpan.FromHours(7));

        (await CallAsync(bench, connection)).ShouldBe("access-2");

        var row = await ConnectionAsync(bench);
        (row.RefreshIntentAt, row.Trouble, row.CannotRenew).ShouldBe((null, null, false));
    }

    [Fact]
    public async Task A_reconnect_fetches_the_whole_gap_even_one_longer_than_the_first_import()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        var listed = bench.Time.GetUtcNow();
        await bench.WriteAsync(db => db.Connections.Single().LastListedAt = listed);
        bench.Time.Advance(TimeSpan.FromDays(100));

        await bench.Get<Connecting>().SaveAsync(bench.UserId, bench.Source, bench.Source.NextGrant(bench.Time), Cancellation);

        var import = await bench.ReadAsync(db => db.Schedule.OrderBy(row => row.Id).LastAsync(Cancellation));
        import.From!.Value.ShouldBeLessThan(DateOnly.FromDateTime(listed.UtcDateTime));
    }

    [Fact]
    public async Task A_pair_that_the_database_could_not_take_lies_beside_it_and_is_taken_up()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromHours(11));
        bench.Source.Before = async (call, _) =>
        {
            if (call is "refresh")
            {
                await bench.ExecuteAsync(
                    "CREATE TRIGGER full BEFORE UPDATE OF Tokens ON connections BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
                );
            }
        };

        await Should.ThrowAsync<UnavailableException>(() => CallAsync(bench, connection));
        Directory.GetFiles(Path.Combine(bench.Folder, "tokens")).ShouldHaveSingleItem();
        await bench.ExecuteAsync("DROP TRIGGER full");

        (await CallAsync(bench, connection)).ShouldBe("access-2");
        bench.Source.Asked.Count(call => call == "refresh").ShouldBe(1);
        Directory.GetFiles(Path.Combine(bench.Folder, "tokens")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_grant_that_was_taken_back_says_so_and_not_that_it_ran_out()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Before = (call, _) =>
            call is "refresh" ? throw new ReconnectRequiredException("Gone.") : throw new UnauthorizedException("No.");

        await Should.ThrowAsync<ReconnectRequiredException>(() => CallAsync(bench, connection));

        var row = await ConnectionAsync(bench);
        (row.State, row.Trouble).ShouldBe((ConnectionState.Reconnect, TroubleCode.Revoked));
        var requests = bench.Source.Asked.Count;
        await Should.ThrowAsync<ReconnectRequiredException>(() => CallAsync(bench, connection));
        bench.Source.Asked.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task A_wrong_portal_keeps_the_tokens_and_warns_while_the_access_token_lives()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        var sealedPair = (await ConnectionAsync(bench)).Tokens;
        bench.Source.Before = (call, _) =>
            call is "refresh" ? throw new MisconfiguredException("Set the other portal.", TroubleCode.WrongPortal) : Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromHours(7));

        (await CallAsync(bench, connection)).ShouldBe("access-1");
        var living = await ConnectionAsync(bench);
        (living.State, living.Trouble, living.StateReason).ShouldBe((ConnectionState.Up, TroubleCode.WrongPortal, "Set the other portal."));

        bench.Time.Advance(TimeSpan.FromHours(4));
        await Should.ThrowAsync<MisconfiguredException>(() => CallAsync(bench, connection));
        var over = await ConnectionAsync(bench);
        (over.State, over.Trouble).ShouldBe((ConnectionState.Limited, TroubleCode.WrongPortal));
        over.Tokens.ShouldBe(sealedPair);

        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        (await CallAsync(bench, connection)).ShouldBe("access-2");
        var mended = await ConnectionAsync(bench);
        (mended.State, mended.Trouble, mended.StateReason).ShouldBe((ConnectionState.Up, null, null));
    }

    [Fact]
    public async Task A_scope_that_is_missing_for_one_call_stays_told_while_the_others_work_and_is_not_asked_for_in_a_storm()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Before = (call, _) =>
            call is "heart rate" ? throw new LimitedException("Heart rate is not granted.") : Task.CompletedTask;
        for (var i = 0; i < 30; i++)
        {
            bench.Source.Put($"w{i}", bench.Time.GetUtcNow().AddHours(-2));
            await bench.AnnounceAsync($"w{i}");
        }

        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(30);
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(1);
        var row = await ConnectionAsync(bench);
        (row.State, row.Trouble, row.TroubleWith).ShouldBe((ConnectionState.Limited, TroubleCode.MissingScope, SourceCall.HeartRate));
    }

    [Fact]
    public async Task Keys_that_come_back_bring_the_connection_back()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        var right = (await ConnectionAsync(bench)).Tokens;
        await bench.WriteAsync(db => db.Connections.Single().Tokens = [1, 2, 3]);
        await Should.ThrowAsync<ReconnectRequiredException>(() => CallAsync(bench, connection));
        (await ConnectionAsync(bench)).Trouble.ShouldBe(TroubleCode.KeysLost);

        await bench.WriteAsync(db => db.Connections.Single().Tokens = right);

        (await CallAsync(bench, connection)).ShouldBe("access-1");
        (await ConnectionAsync(bench)).State.ShouldBe(ConnectionState.Up);
    }

    [Fact]
    public async Task A_lapsed_membership_does_not_end_the_reconciling_which_finds_its_renewal_by_itself()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Before = (_, _) => throw new LimitedException("Lapsed.", TroubleCode.Membership);
        for (var hour = 0; hour < 24; hour++)
        {
            bench.Time.Advance(TimeSpan.FromHours(1));
            await bench.WorkAsync(connection);
        }

        bench.Source.Asked.Count(call => call == "list").ShouldBeLessThan(30);
        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Source.Put("missed", bench.Time.GetUtcNow().AddHours(-3));
        bench.Time.Advance(TimeSpan.FromHours(2));
        await bench.WorkAsync(connection);

        (await ConnectionAsync(bench)).State.ShouldBe(ConnectionState.Up);
        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(1);
    }

    private static Task<string> CallAsync(Bench bench, Guid connection) =>
        bench
            .Get<SourceAccess>()
            .CallAsync(
                connection,
                SourceCall.Workouts,
                Urgency.Live,
                async (source, token) =>
                {
                    await source.FetchWorkoutAsync("any", token, Cancellation);
                    return token.Value;
                },
                Cancellation
            );

    private static Task<Connection> ConnectionAsync(Bench bench) =>
        bench.ReadAsync(db => db.Connections.AsNoTracking().SingleAsync(Cancellation));
}
