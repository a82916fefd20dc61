using FitGlue.Core;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What a look at the last days finds, and what it says of webhooks.</summary>
public sealed class ReconcilingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_no_webhook_told_is_found_and_counted()
    {
        await using var bench = await Bench.StartAsync();
        using var counted = new Counted(bench.Get<ReconcileMetrics>().Meter, "fitglue.reconcile.found");
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));

        await LookAsync(bench, connection);

        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(1);
        (await bench.ReadAsync(db => db.ActivityRevisions.SingleAsync(Cancellation))).FoundBy.ShouldBe(Finding.Reconcile);
        counted.Total("new", notified: true).ShouldBe(1);
    }

    [Fact]
    public async Task Webhooks_that_should_have_told_count_as_silent_until_the_next_one()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));

        await LookAsync(bench, connection);
        var first = await ConnectionAsync(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(12));
        await bench.WorkAsync(connection);
        var second = await ConnectionAsync(bench);
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        first.WebhooksSilentSince.ShouldBeNull("the webhook may still be on its way");
        second.WebhooksSilentSince.ShouldNotBeNull();
        (await ConnectionAsync(bench)).WebhooksSilentSince.ShouldBeNull();
    }

    [Fact]
    public async Task While_webhooks_are_silent_it_polls_at_the_pace_of_one_that_has_none()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        await LookAsync(bench, connection);
        bench.Time.Advance(TimeSpan.FromMinutes(12));

        await bench.WorkAsync(connection);

        (await RowAsync(bench)).NextAttemptAt.ShouldBeInRange(
            bench.Time.GetUtcNow().AddMinutes(15),
            bench.Time.GetUtcNow().AddMinutes(16.5)
        );
    }

    [Fact]
    public async Task A_webhook_that_was_only_a_little_late_makes_no_alarm()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        await LookAsync(bench, connection);

        bench.Time.Advance(TimeSpan.FromSeconds(30));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        bench.Time.Advance(TimeSpan.FromHours(3));
        await bench.WorkAsync(connection);

        (await ConnectionAsync(bench)).WebhooksSilentSince.ShouldBeNull();
    }

    [Fact]
    public async Task Missing_from_the_list_and_gone_by_its_id_is_a_tombstone()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        var connection = await bench.ConnectAsync();
        bench.Source.Workouts.Remove("a");

        await LookAsync(bench, connection);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Deleted);
    }

    [Fact]
    public async Task Missing_from_the_list_and_there_by_its_id_is_nothing()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        var connection = await bench.ConnectAsync();
        bench.Source.Unlisted.Add("a");

        await LookAsync(bench, connection);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled);
        bench.Source.Asked.ShouldContain("workout");
    }

    [Fact]
    public async Task What_lies_before_the_listed_days_is_not_missed()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddDays(-20));
        var connection = await bench.ConnectAsync();
        await LookAsync(bench, connection);
        bench.Source.Unlisted.Add("a");
        bench.Source.Asked.Clear();

        await LookAsync(bench, connection);

        bench.Source.Asked.ShouldNotContain("workout");
    }

    [Fact]
    public async Task Once_a_day_it_looks_a_month_back()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();

        for (var hour = 0; hour < 30; hour++)
        {
            await LookAsync(bench, connection);
        }

        bench.Source.Ranges.Count(range => range.To.DayNumber - range.From.DayNumber == 31).ShouldBe(2);
        bench.Source.Ranges.Count(range => range.To.DayNumber - range.From.DayNumber == 8).ShouldBe(28);
    }

    [Theory]
    [InlineData(91)]
    [InlineData(-1)]
    public async Task A_clock_that_jumps_makes_one_look_and_no_more(int days)
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await LookAsync(bench, connection);
        bench.Source.Asked.Clear();

        bench.Time.AdjustTime(bench.Time.GetUtcNow().AddDays(days));
        await bench.Get<Recurring>().CatchUpAsync(Cancellation);
        await bench.WorkAsync(connection);
        await bench.Get<Recurring>().CatchUpAsync(Cancellation);
        await bench.WorkAsync(connection);

        bench.Source.Asked.Count(call => call == "list").ShouldBe(1);
        var row = await RowAsync(bench);
        row.State.ShouldBe(WorkState.Snoozed);
        row.NextAttemptAt.ShouldBeInRange(bench.Time.GetUtcNow().AddMinutes(1), bench.Time.GetUtcNow().AddHours(2));
    }

    [Fact]
    public async Task The_newest_reading_at_the_source_is_noted_and_a_refusal_of_it_stops_nothing()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        await LookAsync(bench, connection);
        var newest = (await ConnectionAsync(bench)).LastDataAt;
        bench.Source.Before = (what, _) => what == "last data" ? throw new LimitedException("Not granted.") : Task.CompletedTask;

        await LookAsync(bench, connection);

        newest.ShouldBe(bench.Source.Samples.Max(sample => sample.Time));
        (await ConnectionAsync(bench)).LastDataAt.ShouldBe(newest);
        (await RowAsync(bench)).State.ShouldBe(WorkState.Snoozed);
    }

    [Fact]
    public async Task A_workout_that_waits_to_be_fetched_is_not_queued_again_with_every_look()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        bench.Source.Before = (what, _) => what == "heart rate" ? throw new UnavailableException("Down.") : Task.CompletedTask;

        await LookAsync(bench, connection);
        await LookAsync(bench, connection);

        (await bench.ReadAsync(db => db.Schedule.CountAsync(row => row.Kind == FetchKind.Listed, Cancellation))).ShouldBe(1);
    }

    /// <summary>Lets the next look come.</summary>
    private static Task LookAsync(Bench bench, Guid connection)
    {
        bench.Time.Advance(TimeSpan.FromMinutes(67));
        return bench.WorkAsync(connection);
    }

    private static Task<Connection> ConnectionAsync(Bench bench) =>
        bench.ReadAsync(db => db.Connections.AsNoTracking().SingleAsync(Cancellation));

    private static Task<ScheduledFetch> RowAsync(Bench bench) =>
        bench.ReadAsync(db => db.Schedule.AsNoTracking().SingleAsync(row => row.Kind == FetchKind.Reconcile, Cancellation));
}
