using FitGlue.Core;
using FitGlue.Core.Days;
using FitGlue.Engine.Days;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Records of days: fetched with the connection, kept up to date, never an activity.</summary>
public sealed class DaysTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connecting_brings_the_last_days_and_no_activity()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Days[(DayRecordKind.Readiness, "a")] = (Today, 80);
        bench.Source.Days[(DayRecordKind.Readiness, "b")] = (Today.AddDays(-30), 70);
        bench.Source.Days[(DayRecordKind.Readiness, "old")] = (Today.AddDays(-31), 60);

        await bench.ConnectAsync();

        (await ScoresAsync(bench)).ShouldBe([70, 80]);
        (await bench.ReadAsync(db => db.Activities.AnyAsync(Cancellation))).ShouldBeFalse();
    }

    [Fact]
    public async Task What_changed_is_replaced_and_what_vanished_from_the_list_is_removed()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Days[(DayRecordKind.Readiness, "a")] = (Today, 80);
        bench.Source.Days[(DayRecordKind.Readiness, "b")] = (Today.AddDays(-1), 70);
        var connection = await bench.ConnectAsync();

        bench.Source.Days[(DayRecordKind.Readiness, "a")] = (Today, 81);
        bench.Source.Days.Remove((DayRecordKind.Readiness, "b"));
        bench.Time.Advance(TimeSpan.FromHours(4));
        await bench.WorkAsync(connection);

        (await ScoresAsync(bench)).ShouldBe([81]);
    }

    [Fact]
    public async Task Only_kinds_whose_scope_was_granted_are_asked_for()
    {
        await using var bench = await Bench.StartAsync();

        await bench.ConnectAsync();

        bench.Source.Asked.Where(call => call.StartsWith("days", StringComparison.Ordinal)).ShouldBe(["days Readiness", "days Movement"]);
    }

    [Fact]
    public async Task A_kind_that_is_refused_does_not_stop_the_others()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Days[(DayRecordKind.Movement, "a")] = (Today, 1);
        bench.Source.Before = (what, _) => what == "days Readiness" ? throw new LimitedException("Not granted.") : Task.CompletedTask;

        await bench.ConnectAsync();

        (await bench.ReadAsync(db => db.DayRecords.CountAsync(Cancellation))).ShouldBe(1);
        var row = await DaysRowAsync(bench);
        (row.State, row.LastError).ShouldBe((WorkState.Snoozed, "Not granted."));
    }

    [Fact]
    public async Task A_list_that_broke_off_removes_nothing_and_is_asked_for_again_soon()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Days[(DayRecordKind.Readiness, "a")] = (Today, 80);
        var connection = await bench.ConnectAsync();
        bench.Source.Days.Clear();
        bench.Source.Before = (what, _) => what == "days Readiness" ? throw new UnavailableException("Down.") : Task.CompletedTask;

        bench.Time.Advance(TimeSpan.FromHours(4));
        await bench.WorkAsync(connection);

        (await ScoresAsync(bench)).ShouldBe([80]);
        var row = await DaysRowAsync(bench);
        row.State.ShouldBe(WorkState.Retrying);
        row.NextAttemptAt.ShouldBeLessThan(bench.Time.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public async Task A_second_connecting_and_a_restart_schedule_them_once()
    {
        await using var bench = await Bench.StartAsync();

        await bench.ConnectAsync();
        await bench.ConnectAsync();
        await bench.Get<Recurring>().EnsureAllAsync(Cancellation);

        var kinds = await bench.ReadAsync(db =>
            db.Schedule.Where(row => row.State != WorkState.Done).Select(row => row.Kind).ToListAsync(Cancellation)
        );
        kinds.ShouldBe([FetchKind.Reconcile, FetchKind.Days, FetchKind.Athlete], ignoreOrder: true);
    }

    private static Task<ScheduledFetch> DaysRowAsync(Bench bench) =>
        bench.ReadAsync(db => db.Schedule.AsNoTracking().SingleAsync(row => row.Kind == FetchKind.Days, Cancellation));

    private static async Task<IEnumerable<int?>> ScoresAsync(Bench bench) =>
        (await bench.Get<DayStore>().ReadAsync(bench.UserId, DayRecordKind.Readiness, Today.AddDays(-60), Today, Cancellation))
            .Cast<DayRecord.Readiness>()
            .Select(day => day.Score);
}
