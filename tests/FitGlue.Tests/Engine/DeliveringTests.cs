using FitGlue.Core;
using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>From the activity to its places, under changes and faults.</summary>
public sealed class DeliveringTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_delivery_of_a_workout_that_was_deleted_meanwhile_is_not_tried_again()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        bench.Target.Before = async _ =>
        {
            bench.Source.Workouts.Clear();
            await bench.AnnounceAsync("a", SourceEventType.Delete);
            await bench.Get<FitGlue.Engine.Fetch.InboxStep>().RunAsync(connection);
            throw new UnavailableException("Down.");
        };

        await AnnounceAndWorkAsync(bench, connection);
        bench.Target.Before = _ => Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldBeEmpty();
        var delivery = await DeliveryAsync(bench);
        delivery.State.ShouldBe(WorkState.Done);
        delivery.LastError!.ShouldContain("deleted at the source");
    }

    [Fact]
    public async Task A_refusal_of_an_old_revision_does_not_stop_the_newer_one()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        bench.Target.Before = async _ =>
        {
            bench.Target.Before = _ => Task.CompletedTask;
            bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), title: "Edited");
            await bench.AnnounceAsync("a", SourceEventType.Update);
            await bench.Get<FitGlue.Engine.Fetch.InboxStep>().RunAsync(connection);
            await bench.Get<RunStep>().RunAsync(bench.UserId);
            throw new RejectedException("The title is not welcome.");
        };

        await AnnounceAndWorkAsync(bench, connection);
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.Title.ShouldBe("Edited");
    }

    [Fact]
    public async Task A_revision_that_comes_during_a_delivery_follows_it_as_an_update()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        bench.Target.Before = async _ =>
        {
            bench.Target.Before = _ => Task.CompletedTask;
            bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), title: "Edited");
            await bench.AnnounceAsync("a", SourceEventType.Update);
            await bench.Get<FitGlue.Engine.Fetch.InboxStep>().RunAsync(connection);
            await bench.Get<RunStep>().RunAsync(bench.UserId);
        };

        await AnnounceAndWorkAsync(bench, connection);

        bench.Target.Got.Select(shipment => (shipment.Revision, shipment.Earlier?.ExternalId)).ShouldBe([(1, null), (2, "place-1")]);
        (await DeliveryAsync(bench)).State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task A_workout_older_than_the_pipeline_is_kept_up_to_date_where_it_is_already()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        await AnnounceAndWorkAsync(bench, connection);
        await bench.WriteAsync(db => db.Pipelines.Single().DeliverFrom = bench.Time.GetUtcNow());

        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), title: "Edited");
        await bench.AnnounceAsync("a", SourceEventType.Update);
        bench.Source.Put("b", bench.Time.GetUtcNow().AddHours(-3));
        await bench.AnnounceAsync("b");
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Activity.Title).ShouldBe(["Run", "Edited"]);
        bench.Target.Got.ShouldAllBe(shipment => shipment.Activity.ExternalId == "a");
    }

    [Fact]
    public async Task A_booster_that_throws_costs_its_section_and_nothing_else()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        bench.Booster.Does = _ => throw new InvalidOperationException("Oops.");

        await AnnounceAndWorkAsync(bench, connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.Description.ShouldBeNull();
    }

    [Fact]
    public async Task A_halted_run_delivers_nothing_and_says_why()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        bench.Booster.Does = _ => new Boost.Halted("Too short.");

        await AnnounceAndWorkAsync(bench, connection);

        var run = await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation));
        (run.Outcome, run.Reason).ShouldBe((RunOutcome.Skipped, "Too short."));
        (await bench.ReadAsync(db => db.Deliveries.AnyAsync(Cancellation))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_booster_that_waits_until_a_time_that_is_over_does_not_spin()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        var applied = bench.Booster.Does;
        bench.Booster.Does = _ => new Boost.Waiting(bench.Time.GetUtcNow().AddMinutes(-1), "Not yet.");

        await AnnounceAndWorkAsync(bench, connection);
        (await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Snoozed);
        bench.Booster.Does = applied;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.Description.ShouldBe("A section.");
    }

    [Fact]
    public async Task A_limit_that_names_a_time_that_is_over_does_not_spin()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        bench.Source.Before = (_, _) => throw new RateLimitedException("Wait.", bench.Time.GetUtcNow().AddSeconds(-1));

        await AnnounceAndWorkAsync(bench, connection);

        var row = await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation));
        (row.State, row.Attempt).ShouldBe((WorkState.Snoozed, 0));
        row.NextAttemptAt.ShouldBeGreaterThan(bench.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_pipeline_that_excludes_a_booster_from_a_target_sends_it_without_that_section()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        await bench.WriteAsync(db =>
        {
            var pipeline = db.Pipelines.Single();
            pipeline.Boosters = [new("fake"), new("no-such-booster")];
            pipeline.Targets = [new(Guid.CreateVersion7(), "fake-target", null, ["fake"]), new(Guid.CreateVersion7(), "fake-target")];
        });

        await AnnounceAndWorkAsync(bench, connection);

        bench.Target.Got.Select(shipment => shipment.Activity.Description).ShouldBe([null, "A section."], ignoreOrder: true);
    }

    [Fact]
    public async Task A_section_that_does_not_fit_is_left_out_and_the_timeline_says_so()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await ReadyAsync(bench);
        bench.Target.LongestDescription = 9;

        await AnnounceAndWorkAsync(bench, connection);

        var shipment = bench.Target.Got.ShouldHaveSingleItem();
        (shipment.Activity.Description, shipment.LeftOut.Single()).ShouldBe((null, "fake"));
        var timeline = await bench.ReadAsync(db => db.Timeline.Select(entry => entry.What).ToListAsync(Cancellation));
        timeline.ShouldContain(what =>
            what.EndsWith("(left out, because a description there has 9 characters at most: fake)", StringComparison.Ordinal)
        );
    }

    private static async Task<Guid> ReadyAsync(Bench bench)
    {
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        return connection;
    }

    private static async Task AnnounceAndWorkAsync(Bench bench, Guid connection)
    {
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
    }

    private static Task<Delivery> DeliveryAsync(Bench bench) =>
        bench.ReadAsync(db => db.Deliveries.AsNoTracking().SingleAsync(Cancellation));
}
