using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.SessionTests;

namespace FitGlue.Tests.Engine;

/// <summary>What was imported of a kind that is given up is followed all the same, and nothing new of it comes.</summary>
public sealed class SessionFollowingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kind_that_is_given_up_brings_no_more_and_what_is_here_is_followed()
    {
        await using var bench = await StartAsync("calm");
        var start = Earlier(bench);
        var (changed, deleted) = (bench.Source.PutSession("a", start, "calm", 61), bench.Source.PutSession("b", start, "calm", 61));
        await bench.ConnectAsync();

        await TakeAsync(bench, "");
        var next = bench.Source.PutSession("next", start, "calm", 62);
        bench.Source.PutSession("a", start, "calm", 61, 65);
        bench.Source.Sessions.Remove(deleted);
        await AnnouncedAsync(bench, next);
        await AnnouncedAsync(bench, changed, SourceEventType.Update);
        await AnnouncedAsync(bench, deleted, SourceEventType.Delete);

        (await ActivitiesAsync(bench))
            .Select(row => (row.ExternalId, row.Revision, row.State))
            .ShouldBe([("session-a", 2, ActivityState.Settled), ("session-b", 1, ActivityState.Deleted)], ignoreOrder: true);
        (await bench.ReadAsync(db => db.Documents.AnyAsync(document => document.ObjectId == next, Cancellation))).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_webhooks_what_is_here_of_a_kind_that_is_given_up_is_followed_too()
    {
        await using var bench = await StartAsync("calm");
        var start = Earlier(bench);
        bench.Source.PutSession("a", start, "calm", 61);
        var deleted = bench.Source.PutSession("b", start, "calm", 61);
        await bench.ConnectAsync();

        await TakeAsync(bench, "");
        bench.Source.PutSession("next", start, "calm", 62);
        bench.Source.PutSession("a", start, "calm", 61, 65);
        bench.Source.Sessions.Remove(deleted);
        await LaterAsync(bench, TimeSpan.FromHours(2));
        await LaterAsync(bench, TimeSpan.FromHours(2));

        (await ActivitiesAsync(bench))
            .Select(row => (row.ExternalId, row.Revision, row.State))
            .ShouldBe([("session-a", 2, ActivityState.Settled), ("session-b", 1, ActivityState.Deleted)], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_here_of_a_kind_that_is_given_up_is_followed_while_another_is_taken()
    {
        await using var bench = await StartAsync("calm");
        var start = Earlier(bench);
        var id = bench.Source.PutSession("a", start, "calm", 61);
        await bench.ConnectAsync();

        await TakeAsync(bench, "wild");
        bench.Source.PutSession("a", start, "calm", 61, 65);
        await AnnouncedAsync(bench, id, SourceEventType.Update);

        (await ActivitiesAsync(bench)).ShouldHaveSingleItem().Revision.ShouldBe(2);
    }

    [Fact]
    public async Task A_deleted_session_of_a_kind_that_is_given_up_does_not_come_back()
    {
        await using var bench = await StartAsync("calm");
        var id = bench.Source.PutSession("a", Earlier(bench), "calm", 61);
        await bench.ConnectAsync();
        await TakeAsync(bench, "");
        var document = bench.Source.Sessions[id];
        bench.Source.Sessions.Remove(id);
        await AnnouncedAsync(bench, id, SourceEventType.Delete);

        bench.Source.Sessions[id] = document;
        bench.Source.Asked.Clear();
        await AnnouncedAsync(bench, id);
        await LaterAsync(bench, TimeSpan.FromHours(30));

        (await ActivitiesAsync(bench)).ShouldHaveSingleItem().State.ShouldBe(ActivityState.Deleted);
        bench.Source.Asked.ShouldNotContain(call => call.StartsWith("session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_some_are_here_webhooks_and_the_permission_stay_though_none_is_taken()
    {
        await using var bench = await StartAsync("calm");
        var id = bench.Source.PutSession("a", Earlier(bench), "calm", 61);
        await bench.ConnectAsync();

        await TakeAsync(bench, "");

        (await SubscribedAsync(bench)).ShouldBe("subscribe with sessions");
        (await AskedAlsoAsync(bench)).ShouldContain("also=session");
        bench.Source.Scopes = ["workout", "heartrate"];
        var outcome = await bench.Get<Connecting>().SaveAsync(bench.UserId, bench.Source, bench.Source.NextGrant(bench.Time), Cancellation);
        outcome.ShouldBeOfType<ConnectOutcome.Connected>().MissingScopes.ShouldBeEmpty();
        (await SubscribedAsync(bench)).ShouldBe("subscribe");

        bench.Source.Scopes = ["workout", "heartrate", "session"];
        await bench.ConnectAsync();
        (await SubscribedAsync(bench)).ShouldBe("subscribe with sessions");
        bench.Source.Sessions.Remove(id);
        await AnnouncedAsync(bench, id, SourceEventType.Delete);
        (await SubscribedAsync(bench)).ShouldBe("subscribe");
        (await AskedAlsoAsync(bench)).ShouldEndWith("also=");
    }

    private static async Task<string> SubscribedAsync(Bench bench)
    {
        bench.Time.Advance(TimeSpan.FromDays(1));
        await bench.Get<SubscriptionStep>().RunAsync("fake", Cancellation);
        return bench.Source.Asked.Last(call => call.StartsWith("subscribe", StringComparison.Ordinal));
    }

    private static async Task<string> AskedAlsoAsync(Bench bench) =>
        (
            await bench
                .Get<Authorizations>()
                .BeginAsync(bench.UserId, "fake", "browser", new("https://fitglue.example/callback"), Cancellation)
        )
            .ShouldBeOfType<AuthorizeStart.Ready>()
            .AuthorizeUrl.Query;
}
