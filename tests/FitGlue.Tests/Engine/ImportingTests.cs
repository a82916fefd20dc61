using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What becomes of documents: activities, revisions, tombstones.</summary>
public sealed class ImportingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unchanged_document_makes_no_revision()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        var connection = await bench.ConnectAsync();

        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);

        (await ActivityAsync(bench, "a")).Revision.ShouldBe(1);
        (await bench.ReadAsync(db => db.Documents.CountAsync(Cancellation))).ShouldBe(2);
    }

    [Fact]
    public async Task A_workout_that_was_deleted_after_it_was_listed_does_not_come_back()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        await CheckAsync(bench, connection);
        (await bench.Get<ImportStep>().RunAsync(connection)).ShouldBeTrue();

        bench.Source.Workouts.Remove("a");
        await bench.AnnounceAsync("a", SourceEventType.Delete);
        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Activities.AnyAsync(row => row.State != ActivityState.Deleted, Cancellation))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_deleted_workout_comes_back_when_the_source_has_it_again()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        var connection = await bench.ConnectAsync();
        var document = bench.Source.Workouts["a"];
        bench.Source.Workouts.Remove("a");
        await bench.AnnounceAsync("a", SourceEventType.Delete);
        await bench.WorkAsync(connection);
        (await ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Deleted);

        bench.Source.Workouts["a"] = document;
        await CheckAsync(bench, connection);
        await bench.WorkAsync(connection);

        var activity = await ActivityAsync(bench, "a");
        activity.State.ShouldBe(ActivityState.Settled);
        activity.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task An_older_answer_never_replaces_a_newer_one()
    {
        await using var bench = await Bench.StartAsync();
        var start = bench.Time.GetUtcNow().AddHours(-2);
        bench.Source.Put("a", start, title: "Old");
        var connection = await bench.ConnectAsync();
        var old = bench.Source.Workouts["a"];
        var early = bench.Time.GetUtcNow();
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        bench.Source.Put("a", start, heartRate: false, title: "New");
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);

        await bench.Database.WriteAsync(
            db =>
                bench
                    .Get<Keep>()
                    .SaveAsync(
                        db,
                        db.Connections.Single(),
                        new(new("a", old), early, [], early, "Late answer", Finding.Import),
                        Cancellation
                    ),
            Cancellation
        );

        var activity = await ActivityAsync(bench, "a");
        activity.Revision.ShouldBe(2);
        StoredActivity.Read(activity.Content).Title.ShouldBe("New");
        StoredActivity.Read(activity.Content).HeartRate!.Samples.ShouldBe(7);
    }

    [Fact]
    public async Task A_nap_makes_no_activity()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("nap", bench.Time.GetUtcNow().AddHours(-2), nap: true);
        var connection = await bench.ConnectAsync();

        await bench.AnnounceAsync("nap");
        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Activities.AnyAsync(Cancellation))).ShouldBeFalse();
        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_kept_and_holds_nobody_up()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Workouts["bad"] = """{"id":"bad"}""";
        bench.Source.Put("good", bench.Time.GetUtcNow().AddHours(-2));

        await bench.AnnounceAsync("bad");
        await bench.AnnounceAsync("good");
        await bench.WorkAsync(connection);

        var row = await bench.ReadAsync(db => db.Inbox.SingleAsync(row => row.ObjectId == "bad", Cancellation));
        row.State.ShouldBe(WorkState.Dead);
        row.LastError.ShouldBe("The document has no start.");
        (await bench.ReadAsync(db => db.Documents.AnyAsync(row => row.ObjectId == "bad", Cancellation))).ShouldBeTrue();
        (await ActivityAsync(bench, "good")).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task A_listed_document_that_cannot_be_read_is_tried_once_and_not_with_every_list()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Workouts["bad"] = """{"id":"bad"}""";
        var connection = await bench.ConnectAsync();

        await CheckAsync(bench, connection);
        await bench.WorkAsync(connection);

        var rows = await bench.ReadAsync(db => db.Schedule.Where(row => row.Kind == FetchKind.Listed).ToListAsync(Cancellation));
        rows.ShouldHaveSingleItem().State.ShouldBe(WorkState.Dead);
    }

    [Fact]
    public async Task A_listed_workout_leaves_no_second_copy_of_its_document_behind()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        bench.Source.Put("b", bench.Time.GetUtcNow().AddHours(-4));

        await bench.ConnectAsync();

        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(2);
        (await bench.ReadAsync(db => db.Schedule.AnyAsync(row => row.Payload != null, Cancellation))).ShouldBeFalse();
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(1, "neighbors share a window");
    }

    [Fact]
    public void Heart_rate_is_the_same_document_however_it_was_fetched()
    {
        var start = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        HeartRateSample[] rows = [new(start, 90, "rest"), new(start.AddSeconds(5), 95, null), new(start.AddSeconds(5), 96, "workout")];

        var text = DocumentContent.OfHeartRate(rows);

        DocumentContent.OfHeartRate(rows.Reverse().Concat(rows)).ShouldBe(text);
        DocumentContent.OfHeartRate(rows.Select(row => row with { Time = row.Time.ToOffset(TimeSpan.FromHours(9)) })).ShouldBe(text);
        DocumentContent.ToHeartRate(DocumentContent.Expand(DocumentContent.Compress(text))).ShouldBe(rows);
    }

    [Fact]
    public async Task What_was_announced_is_looked_for_by_its_age_even_after_the_source_was_down()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.AnnounceAsync("late");
        bench.Source.Before = (_, _) => throw new UnavailableException("Down.");
        for (var i = 0; i < 8; i++)
        {
            await bench.WorkAsync(connection);
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }

        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        await bench.WorkAsync(connection);
        var waiting = await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation));
        bench.Source.Put("late", bench.Time.GetUtcNow().AddHours(-2));
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        await bench.WorkAsync(connection);

        waiting.State.ShouldBe(WorkState.Snoozed);
        (await ActivityAsync(bench, "late")).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task What_never_comes_counts_as_gone_at_last()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.AnnounceAsync("ghost");

        for (var i = 0; i < 18; i++)
        {
            await bench.WorkAsync(connection);
            bench.Time.Advance(TimeSpan.FromMinutes(30));
        }

        (await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
        bench.Source.Asked.Count(call => call == "workout").ShouldBeLessThanOrEqualTo(6);
    }

    internal static Task CheckAsync(Bench bench, Guid connection) =>
        bench.Get<FitGlue.Engine.Connections.Disconnecting>().CheckAsync(bench.UserId, connection, Cancellation);

    internal static Task<ActivityRow> ActivityAsync(Bench bench, string id) =>
        bench.ReadAsync(db => db.Activities.AsNoTracking().SingleAsync(row => row.ExternalId == id, Cancellation));
}
