using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>History, slice by slice: quiet, resumable, behind what is live.</summary>
public sealed class BackfillingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_counts_and_fetches_nothing()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutYears(bench, 10);
        var id = await BeginAsync(bench, dryRun: true);

        await bench.WorkAsync(connection);

        var backfill = await ReadAsync(bench, id);
        (backfill.State, backfill.Listed, backfill.Imported).ShouldBe((WorkState.Done, 10, 10));
        backfill.RequestsNeeded.ShouldBe(10);
        (await bench.ReadAsync(db => db.Activities.AnyAsync(Cancellation))).ShouldBeFalse();
        bench.Source.Asked.ShouldNotContain("heart rate");
    }

    [Fact]
    public async Task Years_come_home_newest_first_and_nothing_is_delivered()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.WriteAsync(db => db.Pipelines.Single().DeliverFrom = DateTimeOffset.UnixEpoch);
        PutYears(bench, 10);
        var id = await BeginAsync(bench);

        await bench.WorkAsync(connection);

        var backfill = await ReadAsync(bench, id);
        (backfill.State, backfill.Listed, backfill.Imported).ShouldBe((WorkState.Done, 10, 10));
        backfill.FinishedAt.ShouldNotBeNull();
        var rows = await bench.ReadAsync(db => db.Activities.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(Cancellation));
        rows.Select(row => row.StartTime).ShouldBe(rows.Select(row => row.StartTime).OrderDescending());
        rows.ShouldAllBe(row => row.BackfillId == id);
        bench.Target.Got.ShouldBeEmpty();
        (await OutcomesAsync(bench)).ShouldBe([RunOutcome.Quiet]);
        (await bench.ReadAsync(db => db.Schedule.AnyAsync(row => row.BackfillId != null, Cancellation))).ShouldBeFalse("it tidies up");
    }

    [Fact]
    public async Task What_was_asked_for_is_delivered_there_and_what_is_here_already_too()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("known", bench.Time.GetUtcNow().AddDays(-60));
        var connection = await bench.ConnectAsync();
        PutYears(bench, 3);

        await BeginAsync(bench, deliverTo: await PlacesAsync(bench));
        await bench.WorkAsync(connection);
        await BeginAsync(bench, deliverTo: await PlacesAsync(bench));
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Activity.ExternalId).ShouldBe(["known", "0", "1", "2"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_quiet_backfill_brought_stays_quiet_when_it_changes()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.WriteAsync(db => db.Pipelines.Single().DeliverFrom = DateTimeOffset.UnixEpoch);
        var start = bench.Time.GetUtcNow().AddDays(-60);
        bench.Source.Put("a", start);
        await BeginAsync(bench);
        await bench.WorkAsync(connection);

        bench.Source.Put("a", start, title: "Edited");
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);

        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(2);
        bench.Target.Got.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_the_last_days_it_finds_what_a_look_would_have_found_and_that_is_delivered()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("today", bench.Time.GetUtcNow().AddHours(-2));
        await BeginAsync(bench);

        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_pause_stops_it_after_the_slice_under_way_and_it_goes_on_where_it_was()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutYears(bench, 6);
        var id = await BeginAsync(bench);
        for (var i = 0; i < 4; i++)
        {
            (await bench.Get<BackfillStep>().RunAsync(connection)).ShouldBeTrue();
        }

        await bench.WriteAsync(db => db.Backfills.Single().PausedAt = bench.Time.GetUtcNow());
        (await bench.Get<BackfillStep>().RunAsync(connection)).ShouldBeFalse();
        var asked = bench.Source.Asked.Count(call => call == "heart rate");
        await bench.WriteAsync(db => db.Backfills.Single().PausedAt = null);
        await bench.WorkAsync(connection);

        asked.ShouldBeInRange(1, 5);
        (await ReadAsync(bench, id)).Imported.ShouldBe(6);
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(6, "nothing is asked for twice");
    }

    [Fact]
    public async Task A_slice_that_was_cut_off_is_the_only_thing_that_is_asked_for_again()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutYears(bench, 6);
        var id = await BeginAsync(bench);
        var failures = 0;
        bench.Source.Before = (what, _) =>
            what == "heart rate" && failures++ % 2 == 0 ? throw new UnavailableException("Cut off.") : Task.CompletedTask;

        for (var i = 0; i < 8; i++)
        {
            await bench.WorkAsync(connection);
            bench.Time.Advance(TimeSpan.FromSeconds(5));
        }

        (await ReadAsync(bench, id)).Imported.ShouldBe(6);
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(12);
        bench.Source.Ranges.ShouldBeUnique();
    }

    [Fact]
    public async Task Live_work_goes_before_it()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutYears(bench, 6);
        await BeginAsync(bench);
        (await bench.Get<BackfillStep>().RunAsync(connection)).ShouldBeTrue();
        bench.Source.Put("live", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("live");

        await bench.WorkAsync(connection);

        var rows = await bench.ReadAsync(db => db.Activities.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(Cancellation));
        rows[0].ExternalId.ShouldBe("live");
    }

    [Fact]
    public async Task A_look_at_the_last_days_does_not_wait_for_a_paused_backfill()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-3));
        await BeginAsync(bench);
        (await bench.Get<BackfillStep>().RunAsync(connection)).ShouldBeTrue();
        await bench.WriteAsync(db => db.Backfills.Single().PausedAt = bench.Time.GetUtcNow());

        bench.Time.Advance(TimeSpan.FromMinutes(67));
        await bench.WorkAsync(connection);

        (await ImportingTests.ActivityAsync(bench, "a")).BackfillId.ShouldBeNull();
    }

    [Fact]
    public async Task One_that_cannot_be_read_and_one_that_is_refused_cost_themselves_alone()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutYears(bench, 3);
        bench.Source.Workouts["bad"] = """{"id":"bad"}""";
        var refused = 0;
        bench.Source.Before = (what, _) => what == "heart rate" && refused++ < 2 ? throw new RejectedException("No.") : Task.CompletedTask;
        var id = await BeginAsync(bench);

        await bench.WorkAsync(connection);

        var backfill = await ReadAsync(bench, id);
        (backfill.State, backfill.Imported).ShouldBe((WorkState.Done, 2));
        var dead = await bench.ReadAsync(db =>
            db.Schedule.Where(row => row.State == WorkState.Dead).Select(row => row.LastError).ToListAsync(Cancellation)
        );
        dead.ShouldBe(["No.", "The document has no start."], ignoreOrder: true);
    }

    [Fact]
    public async Task One_that_makes_us_fail_is_found_and_given_up_and_the_others_go_on()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutYears(bench, 3);
        var id = await BeginAsync(bench);
        var newest = true;
        bench.Source.Before = (what, _) =>
            what == "heart rate" && newest ? throw new InvalidOperationException("Oops.") : Task.CompletedTask;

        for (var i = 0; i < 12; i++)
        {
            await bench.WorkAsync(connection);
            bench.Time.Advance(TimeSpan.FromMinutes(10));
            newest = !await bench.ReadAsync(db => db.Schedule.AnyAsync(row => row.State == WorkState.Dead, Cancellation));
        }

        var backfill = await ReadAsync(bench, id);
        (backfill.State, backfill.Imported).ShouldBe((WorkState.Done, 2));
    }

    [Fact]
    public async Task A_known_limit_puts_it_off_and_costs_nothing_else()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutYears(bench, 3);
        var id = await BeginAsync(bench);
        var until = bench.Time.GetUtcNow().AddMinutes(2);
        bench.Source.Before = (what, _) =>
            what == "heart rate" && bench.Time.GetUtcNow() < until ? throw new RateLimitedException("Wait.", until) : Task.CompletedTask;

        await bench.WorkAsync(connection);
        var limited = await ReadAsync(bench, id);
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await bench.WorkAsync(connection);

        (limited.State, limited.NextAttemptAt).ShouldBe((WorkState.Snoozed, until));
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(4, "asked once into the limit");
        (await ReadAsync(bench, id)).Imported.ShouldBe(3);
    }

    /// <summary>One workout every 50 days, from 40 days ago back.</summary>
    private static void PutYears(Bench bench, int count)
    {
        foreach (var i in Enumerable.Range(0, count))
        {
            bench.Source.Put($"{i}", bench.Time.GetUtcNow().AddDays(-40 - (50 * i)));
        }
    }

    private static Task<Guid> BeginAsync(Bench bench, bool dryRun = false, IReadOnlyList<string>? deliverTo = null) =>
        bench.BackfillAsync(730, deliverTo, dryRun);

    private static Task<Backfill> ReadAsync(Bench bench, Guid id) =>
        bench.ReadAsync(db => db.Backfills.AsNoTracking().SingleAsync(row => row.Id == id, Cancellation));

    private static async Task<IReadOnlyList<string>> PlacesAsync(Bench bench) =>
        [.. (await bench.ReadAsync(db => db.Pipelines.SingleAsync(Cancellation))).Targets.Select(target => target.Place)];

    private static Task<List<RunOutcome?>> OutcomesAsync(Bench bench) =>
        bench.ReadAsync(db => db.Runs.Select(run => run.Outcome).Distinct().ToListAsync(Cancellation));
}
