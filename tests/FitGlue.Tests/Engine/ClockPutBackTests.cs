using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>A clock that was wrong and is put right leaves times behind that are not yet: nothing waits for them.</summary>
public sealed class ClockPutBackTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1)]
    [InlineData(-91)]
    public async Task Answers_of_the_clock_before_hold_off_no_edit_and_no_late_heart_rate(int days)
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        var start = bench.Time.GetUtcNow().AddHours(-1);
        bench.Source.Put("a", start, heartRate: false);
        await TellAsync(bench, connection);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        bench.Source.Put("a", start, heartRate: false, title: "Edited before");
        await TellAsync(bench, connection);

        bench.Time.AdjustTime(bench.Time.GetUtcNow().AddDays(days));
        bench.Source.Put("a", start, title: "Edited");
        await TellAsync(bench, connection);
        (await TitleAsync(bench)).ShouldBe("Edited");
        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled, "its heart rate arrived");

        bench.Source.Put("a", start, heartRate: false, title: "Run");
        await TellAsync(bench, connection);
        (await TitleAsync(bench)).ShouldBe("Run", "the newest counts, not an equal one of the clock before");
        bench.Source.Put("a", start, heartRate: false, title: "Edited before");
        await TellAsync(bench, connection);
        (await TitleAsync(bench)).ShouldBe("Edited before");
    }

    [Fact]
    public async Task A_list_finds_the_edit_of_a_workout_that_came_at_a_later_time()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        var start = bench.Time.GetUtcNow().AddHours(-1);
        bench.Source.Put("a", start);
        await TellAsync(bench, connection);

        bench.Time.AdjustTime(bench.Time.GetUtcNow().AddDays(-1));
        bench.Source.Put("a", start, heartRate: false, title: "Edited");
        bench.Time.Advance(TimeSpan.FromHours(2));
        await bench.WriteAsync(db => db.Schedule.Single(row => row.Kind == FetchKind.Reconcile).NextAttemptAt = bench.Time.GetUtcNow());
        await bench.WorkAsync(connection);

        (await TitleAsync(bench)).ShouldBe("Edited");
    }

    [Fact]
    public async Task Records_of_days_follow_their_source_too()
    {
        await using var bench = await Bench.StartAsync();
        var day = DateOnly.FromDateTime(bench.Time.GetUtcNow().UtcDateTime).AddDays(-3);
        bench.Source.Days[(DayRecordKind.Readiness, "a")] = (day, 80);
        bench.Source.Days[(DayRecordKind.Readiness, "b")] = (day, 70);
        var connection = await bench.ConnectAsync();

        bench.Time.AdjustTime(bench.Time.GetUtcNow().AddDays(-1));
        bench.Source.Days[(DayRecordKind.Readiness, "a")] = (day, 81);
        bench.Source.Days.Remove((DayRecordKind.Readiness, "b"));
        await bench.WriteAsync(db => db.Schedule.Single(row => row.Kind == FetchKind.Days).NextAttemptAt = bench.Time.GetUtcNow());
        await bench.WorkAsync(connection);

        var contents = await bench.ReadAsync(db => db.DayRecords.Select(row => row.Content).ToListAsync(Cancellation));
        contents.Select(DocumentContent.Expand).ShouldBe([$"{day:O} 81"]);
    }

    [Fact]
    public async Task What_waits_in_each_queue_waits_as_long_as_before_and_is_brought_forward_once()
    {
        await using var bench = await WithWaitingWorkAsync();
        var putBack = bench.Get<PutBack>();
        await putBack.CatchUpAsync(Cancellation);

        bench.Time.AdjustTime(bench.Time.GetUtcNow().AddDays(-91));
        await putBack.CatchUpAsync(Cancellation);
        (await WaitsAsync(bench)).ShouldAllBe(wait => wait == TimeSpan.FromHours(6));
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        await putBack.CatchUpAsync(Cancellation);

        (await WaitsAsync(bench)).ShouldAllBe(wait => wait == TimeSpan.FromHours(6) - TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_start_notices_that_the_clock_was_put_back_while_the_server_was_down()
    {
        await using var bench = await WithWaitingWorkAsync();
        await bench.WriteAsync(db => db.Connections.Single().LastListedAt = bench.Time.GetUtcNow().AddMinutes(-30));

        bench.Time.AdjustTime(bench.Time.GetUtcNow().AddDays(-91));
        await new PutBack(bench.Database, bench.Time).CatchUpAsync(Cancellation);

        (await WaitsAsync(bench)).ShouldAllBe(wait => wait == TimeSpan.FromHours(6.5));
    }

    [Fact]
    public async Task A_clock_that_goes_on_moves_nothing()
    {
        await using var bench = await WithWaitingWorkAsync();
        var putBack = bench.Get<PutBack>();
        await putBack.CatchUpAsync(Cancellation);

        bench.Time.Advance(TimeSpan.FromHours(1));
        await putBack.CatchUpAsync(Cancellation);

        (await WaitsAsync(bench)).ShouldAllBe(wait => wait == TimeSpan.FromHours(5));
    }

    [Fact]
    public async Task A_night_of_the_clock_before_is_no_reason_to_skip_backup_scrub_and_integrity_check()
    {
        await using var bench = await Bench.StartAsync();
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        await bench.Get<Nightly>().RunDueAsync(Cancellation);

        bench.Time.AdjustTime(bench.Time.GetUtcNow().AddDays(-91));
        await bench.Get<Nightly>().RunDueAsync(Cancellation);

        bench.Get<Backups>().List().Count.ShouldBe(2);
        foreach (var name in new[] { MaintenanceRecord.Backup, MaintenanceRecord.Integrity, MaintenanceRecord.Scrub })
        {
            (await bench.Get<Maintenance>().LastAsync(name, Cancellation))!.LastRunAt.ShouldBe(bench.Time.GetUtcNow());
        }
    }

    /// <summary>One row in each queue that is due in six hours.</summary>
    private static async Task<Bench> WithWaitingWorkAsync()
    {
        var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await TellAsync(bench, connection);
        var due = bench.Time.GetUtcNow().AddHours(6);
        await bench.WriteAsync(db =>
        {
            db.Schedule.RemoveRange(db.Schedule.Where(row => row.Kind != FetchKind.Reconcile));
            db.Backfills.Add(
                new()
                {
                    UserId = bench.UserId,
                    ConnectionId = connection,
                    From = new(2026, 1, 1),
                    To = new(2026, 2, 1),
                    DryRun = false,
                    CreatedAt = bench.Time.GetUtcNow(),
                }
            );
        });
        await bench.WriteAsync(db =>
        {
            foreach (var (row, i) in RowsOf(db).Select((row, i) => (row, i)))
            {
                (row.NextAttemptAt, row.State) = (due, new[] { WorkState.Waiting, WorkState.Retrying, WorkState.Snoozed }[i % 3]);
            }
        });
        return bench;
    }

    private static IReadOnlyList<WorkRow> RowsOf(FitGlueDb db) =>
        [db.Inbox.Single(), db.Schedule.Single(), db.Backfills.Single(), db.Runs.Single(), db.Deliveries.Single()];

    private static async Task<List<TimeSpan>> WaitsAsync(Bench bench) =>
        await bench.ReadAsync(db => Task.FromResult(RowsOf(db).Select(row => row.NextAttemptAt - bench.Time.GetUtcNow()).ToList()));

    private static async Task TellAsync(Bench bench, Guid connection)
    {
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);
    }

    private static async Task<string> TitleAsync(Bench bench) =>
        StoredActivity.Read((await ImportingTests.ActivityAsync(bench, "a")).Content).Title;
}
