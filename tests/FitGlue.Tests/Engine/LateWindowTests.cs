using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Uploads;
using FitGlue.Engine.Work;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.WindowTests;

namespace FitGlue.Tests.Engine;

/// <summary>Heart rate that comes in late for anything else is no news to the schedule of a window, but to the window.</summary>
public sealed class LateWindowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The schedule alone would look again 48 hours after the ride: 19 hours from now.
    [Fact]
    public async Task Late_samples_that_another_fetch_brings_take_the_run_up_at_once()
    {
        await using var bench = await StartAsync();
        await WorkAsync(bench);
        Seen(bench).ShouldBe("0 readings");

        Measure(bench, hours: 0);
        await AnnounceAsync(bench, RecordedFiles.Start.AddMinutes(25));
        await WorkAsync(bench);

        Seen(bench).ShouldBe("240 readings, 0 h away");
        bench.Target.Got.Count(shipment => shipment.Activity.Source == "upload").ShouldBe(2);
    }

    [Fact]
    public async Task A_fetch_of_another_time_hurries_nothing()
    {
        await using var bench = await StartAsync();
        await WorkAsync(bench);
        var next = await NextAsync(bench);

        Measure(bench, hours: 2);
        await AnnounceAsync(bench, RecordedFiles.Start.AddHours(2));
        await WorkAsync(bench);

        (await NextAsync(bench)).ShouldBe(next);
    }

    [Fact]
    public async Task The_same_samples_again_hurry_nothing()
    {
        await using var bench = await StartAsync();
        await WorkAsync(bench);
        Measure(bench, hours: 0, count: 60);
        await AnnounceAsync(bench, RecordedFiles.Start.AddMinutes(-5));
        await WorkAsync(bench);
        Seen(bench).ShouldBe("60 readings, 0 h away");
        bench.Source.Asked.Clear();

        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await AnnounceAsync(bench, RecordedFiles.Start.AddMinutes(-5));
        await WorkAsync(bench);

        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(1, "that of the workout itself");
    }

    // In one transaction with the samples: what is not kept hurries nothing, and what is kept again does.
    [Fact]
    public async Task A_worker_that_loses_its_claim_hurries_nothing_and_the_next_one_does()
    {
        await using var bench = await StartAsync();
        await WorkAsync(bench);
        var next = await NextAsync(bench);
        Measure(bench, hours: 0);
        await AnnounceAsync(bench, RecordedFiles.Start.AddMinutes(25));
        var connection = await ConnectionAsync(bench);
        bench.Source.Before = (what, _) =>
            what == "heart rate" ? bench.WriteAsync(db => db.Inbox.Single().LeaseOwner = Guid.NewGuid()) : Task.CompletedTask;

        await bench.Get<InboxStep>().RunAsync(connection);

        (await NextAsync(bench)).ShouldBe(next);
        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(1);

        bench.Source.Before = (_, _) => Task.CompletedTask;
        await bench.Get<WorkQueue>().ReleaseAllAsync(Cancellation);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await WorkAsync(bench);
        Seen(bench).ShouldBe("240 readings, 0 h away");
    }

    [Fact]
    public async Task Two_waiting_windows_over_one_another_come_to_rest()
    {
        await using var bench = await StartAsync();
        await bench.Get<Uploading>().TakeAsync(bench.UserId, "later", RecordedFiles.Gpx(RecordedFiles.Start.AddMinutes(15)), Cancellation);
        await WorkAsync(bench);
        Measure(bench, hours: 0, count: 120);

        await AnnounceAsync(bench, RecordedFiles.Start.AddMinutes(-5));
        await WorkAsync(bench);

        (await bench.ReadAsync(db => db.Schedule.Where(row => row.Kind == FetchKind.Window).ToListAsync(Cancellation))).ShouldAllBe(row =>
            row.State == WorkState.Snoozed && row.NextAttemptAt > bench.Time.GetUtcNow()
        );
    }

    private static async Task AnnounceAsync(Bench bench, DateTimeOffset start)
    {
        bench.Source.Put("walk", start, heartRate: false, type: "walking");
        await bench.AnnounceAsync("walk");
    }

    private static Task<Guid> ConnectionAsync(Bench bench) =>
        bench.ReadAsync(db => db.Connections.Select(row => row.Id).SingleAsync(Cancellation));

    private static Task<DateTimeOffset> NextAsync(Bench bench) =>
        bench.ReadAsync(db =>
            db.Schedule.Where(row => row.Kind == FetchKind.Window).Select(row => row.NextAttemptAt).SingleAsync(Cancellation)
        );
}
