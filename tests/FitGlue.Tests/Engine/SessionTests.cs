using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Sessions: nobody's unless a pipeline takes their kind, and then as safe as workouts, with heart rate of their own.</summary>
public sealed class SessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_takes_none_is_not_asked_for_any()
    {
        await using var bench = await StartAsync();
        bench.Source.PutSession("s", Earlier(bench));

        await bench.ConnectAsync();
        await bench.AnnounceAsync("session-s", dataType: "session");
        await bench.WorkAsync(await ConnectionAsync(bench));

        bench.Source.Asked.ShouldNotContain(call => call.StartsWith("session", StringComparison.Ordinal));
        (await bench.ReadAsync(db => db.Documents.AnyAsync(Cancellation))).ShouldBeFalse();
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task Taking_a_kind_imports_the_usual_days_with_the_samples_that_are_its_own()
    {
        await using var bench = await StartAsync();
        var start = Earlier(bench);
        bench.Source.PutSession("s", start, "calm", 61, 0, 63);
        bench.Source.PutSession("other", start, "wild", 99);
        bench.Source.Samples.Add(new(start.AddMinutes(1), 140, "workout"));
        await bench.ConnectAsync();

        await TakeAsync(bench, "calm");

        var row = (await ActivitiesAsync(bench)).ShouldHaveSingleItem();
        (row.ExternalId, row.State, row.Revision).ShouldBe(("session-s", ActivityState.Settled, 1));
        var activity = await bench.Get<ActivityStore>().ReadAsync(row.Id, 1, Cancellation);
        activity.HeartRate.Samples.ShouldBe([new(start, 61, "session"), new(start.AddMinutes(2), 63, "session")]);
        bench.Source.Asked.ShouldNotContain("heart rate");
        (
            await bench.ReadAsync(db => db.Documents.AnyAsync(document => document.ObjectId == "session-other", Cancellation))
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_the_permission_nobody_is_asked_and_reconnecting_asks_for_it()
    {
        await using var bench = await StartAsync("calm");
        bench.Source.PutSession("s", Earlier(bench), "calm", 61);
        bench.Source.Scopes = ["workout", "heartrate"];

        var outcome = await bench.Get<Connecting>().SaveAsync(bench.UserId, bench.Source, bench.Source.NextGrant(bench.Time), Cancellation);
        await bench.WorkAsync(await ConnectionAsync(bench));

        outcome.ShouldBeOfType<ConnectOutcome.Connected>().MissingScopes.ShouldBe(["session"]);
        (await ActivitiesAsync(bench)).ShouldBeEmpty();
        bench.Source.Asked.ShouldNotContain("sessions");
        var start = await bench
            .Get<Authorizations>()
            .BeginAsync(bench.UserId, "fake", "browser", new("https://fitglue.example/callback"), Cancellation);
        start.ShouldBeOfType<AuthorizeStart.Ready>().AuthorizeUrl.Query.ShouldContain("also=session");

        bench.Source.Scopes = ["workout", "heartrate", "session"];
        await bench.ConnectAsync();

        (await ActivitiesAsync(bench)).ShouldHaveSingleItem().ExternalId.ShouldBe("session-s");
    }

    [Fact]
    public async Task Webhooks_bring_change_and_delete_it_without_asking_for_heart_rate()
    {
        await using var bench = await StartAsync("calm");
        await bench.ConnectAsync();
        await bench.DeliverAsync();
        var start = Earlier(bench);

        var id = bench.Source.PutSession("s", start, "calm", 61);
        await AnnouncedAsync(bench, id);
        bench.Source.PutSession("s", start, "calm", 61, 62);
        await AnnouncedAsync(bench, id, SourceEventType.Update);
        await AnnouncedAsync(bench, id, SourceEventType.Update);
        var changed = (await ActivitiesAsync(bench)).ShouldHaveSingleItem();
        bench.Source.Sessions.Remove(id);
        await AnnouncedAsync(bench, id, SourceEventType.Delete);

        (changed.Revision, changed.State).ShouldBe((2, ActivityState.Settled));
        (await ActivitiesAsync(bench)).ShouldHaveSingleItem().State.ShouldBe(ActivityState.Deleted);
        bench.Target.Got[^1].Activity.HeartRate.Samples.Length.ShouldBe(2);
        bench.Source.Asked.ShouldNotContain("heart rate");
        bench.Source.Asked.ShouldNotContain("workout");
    }

    [Fact]
    public async Task Looking_again_finds_what_no_webhook_told_and_what_has_vanished()
    {
        await using var bench = await StartAsync("calm");
        await bench.ConnectAsync();
        var gone = bench.Source.PutSession("gone", Earlier(bench), "calm", 61);
        bench.Source.PutSession("stays", Earlier(bench), "calm", 62);
        await LaterAsync(bench, TimeSpan.FromHours(2));
        (await ActivitiesAsync(bench)).Count.ShouldBe(2);

        bench.Source.Sessions.Remove(gone);
        await LaterAsync(bench, TimeSpan.FromHours(2));

        (await ActivitiesAsync(bench))
            .Select(row => (row.ExternalId, row.State))
            .ShouldBe([("session-gone", ActivityState.Deleted), ("session-stays", ActivityState.Settled)], ignoreOrder: true);
        var connection = await bench.ReadAsync(db => db.Connections.AsNoTracking().SingleAsync(Cancellation));
        connection.WebhooksSilentSince.ShouldBeNull();
    }

    [Fact]
    public async Task A_list_without_sessions_deletes_none_and_workouts_go_on()
    {
        await using var bench = await StartAsync("calm");
        bench.Source.PutSession("s", Earlier(bench), "calm", 61);
        await bench.ConnectAsync();
        bench.Source.Sessions.Clear();
        bench.Source.Before = (what, _) => what == "sessions" ? throw new LimitedException("Not granted.") : Task.CompletedTask;
        bench.Source.Put("w", Earlier(bench));

        await LaterAsync(bench, TimeSpan.FromHours(2));

        (await ActivitiesAsync(bench)).Select(row => row.State).ShouldNotContain(ActivityState.Deleted);
        (await ActivitiesAsync(bench)).Select(row => row.ExternalId).ShouldBe(["session-s", "w"], ignoreOrder: true);
        var row = await bench.ReadAsync(db => db.Connections.AsNoTracking().SingleAsync(Cancellation));
        (row.State, row.TroubleWith).ShouldBe((ConnectionState.Limited, SourceCall.Sessions));

        await TakeAsync(bench, "");

        (await bench.ReadAsync(db => db.Connections.AsNoTracking().SingleAsync(Cancellation))).State.ShouldBe(ConnectionState.Up);
    }

    [Fact]
    public async Task A_backfill_brings_them_and_asks_for_the_heart_rate_of_workouts_alone()
    {
        await using var bench = await StartAsync("calm");
        await bench.ConnectAsync();
        var old = bench.Time.GetUtcNow().AddDays(-20);
        bench.Source.PutSession("s", old, "calm", 61, 62);
        bench.Source.Put("w", old.AddMinutes(40));

        await bench.BackfillAsync(40);
        await bench.WorkAsync(await ConnectionAsync(bench));

        (await ActivitiesAsync(bench)).Select(row => row.ExternalId).ShouldBe(["session-s", "w"], ignoreOrder: true);
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(1);
        var session = (await ActivitiesAsync(bench)).Single(row => row.ExternalId == "session-s");
        (await bench.Get<ActivityStore>().ReadAsync(session.Id, 1, Cancellation)).HeartRate.Samples.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Webhooks_of_sessions_are_subscribed_to_while_somebody_takes_them()
    {
        await using var bench = await StartAsync("calm");
        await bench.ConnectAsync();

        await bench.Get<SubscriptionStep>().RunAsync("fake", Cancellation);
        await TakeAsync(bench, "");
        await bench.Get<SubscriptionStep>().RunAsync("fake", Cancellation);
        await bench.Get<SubscriptionStep>().RunAsync("fake", Cancellation);

        bench
            .Source.Asked.Where(call => call.StartsWith("subscribe", StringComparison.Ordinal))
            .ShouldBe(["subscribe with sessions", "subscribe"]);
    }

    internal static async Task<Bench> StartAsync(string kinds = "")
    {
        var bench = await Bench.StartAsync();
        bench.Source.Scopes = ["workout", "heartrate", "session"];
        bench.Source.Time = bench.Time;
        await bench.WriteAsync(db =>
            db.Pipelines.Add(
                new()
                {
                    UserId = bench.UserId,
                    Name = "Calm",
                    Source = "fake",
                    CreatedAt = bench.Time.GetUtcNow(),
                    DeliverFrom = bench.Time.GetUtcNow(),
                    SourceSettings = new() { ["sessions"] = kinds },
                    Boosters = [new("fake")],
                    Targets = [new(Guid.CreateVersion7(), "fake-target")],
                }
            )
        );
        return bench;
    }

    // As saving the pipeline does.
    internal static async Task TakeAsync(Bench bench, string kinds)
    {
        var sessions = bench.Get<SessionWishes>();
        await bench.Database.WriteAsync(
            db =>
                sessions.FollowAsync(
                    db,
                    bench.UserId,
                    "fake",
                    async () => (await db.Pipelines.SingleAsync(Cancellation)).SourceSettings = new() { ["sessions"] = kinds },
                    Cancellation
                ),
            Cancellation
        );
        await bench.WorkAsync(await ConnectionAsync(bench));
    }

    internal static async Task AnnouncedAsync(Bench bench, string id, SourceEventType type = SourceEventType.Create)
    {
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.AnnounceAsync(id, type, dataType: "session");
        await bench.WorkAsync(await ConnectionAsync(bench));
    }

    internal static async Task LaterAsync(Bench bench, TimeSpan later)
    {
        bench.Time.Advance(later);
        await bench.WorkAsync(await ConnectionAsync(bench));
    }

    internal static DateTimeOffset Earlier(Bench bench) => bench.Time.GetUtcNow().AddHours(-2);

    private static Task<Guid> ConnectionAsync(Bench bench) =>
        bench.ReadAsync(db => db.Connections.Select(row => row.Id).SingleAsync(Cancellation));

    internal static Task<List<ActivityRow>> ActivitiesAsync(Bench bench) =>
        bench.ReadAsync(db => db.Activities.AsNoTracking().OrderBy(row => row.StartTime).ToListAsync(Cancellation));
}
