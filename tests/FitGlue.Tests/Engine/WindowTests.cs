using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Uploads;
using FitGlue.Engine.Work;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What a booster gets of another source's heart rate for the time of an activity.</summary>
public sealed class WindowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_other_source_has_for_that_time_is_what_the_booster_gets()
    {
        await using var bench = await StartAsync();
        Measure(bench, hours: 0);
        Measure(bench, hours: 3);

        await WorkAsync(bench);

        Seen(bench).ShouldBe("240 readings, 0 h away");
    }

    [Fact]
    public async Task Where_it_has_nothing_for_that_time_the_booster_gets_what_lies_around_it()
    {
        await using var bench = await StartAsync();
        Measure(bench, hours: 2);
        Measure(bench, hours: -15);
        Measure(bench, hours: 15);

        await WorkAsync(bench);

        Seen(bench).ShouldBe("240 readings, 2 h away");
    }

    [Fact]
    public async Task While_the_device_was_not_read_out_since_what_lies_before_says_nothing()
    {
        await using var bench = await StartAsync();
        Measure(bench, hours: -2);

        await WorkAsync(bench);

        Seen(bench).ShouldBe("0 readings");
    }

    [Fact]
    public async Task Heart_rate_that_was_not_granted_is_not_heart_rate_that_was_not_measured()
    {
        await using var bench = await StartAsync();
        Measure(bench, hours: 0);
        bench.Source.Before = (what, _) =>
            what == "heart rate" ? throw new LimitedException("The person did not grant it.") : Task.CompletedTask;

        await WorkAsync(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await WorkAsync(bench);

        Seen(bench).ShouldBe("nobody could be asked");
    }

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

    private static async Task<Bench> StartAsync()
    {
        var bench = await Bench.StartAsync();
        bench.Booster.Wants = new() { HeartRateFrom = "fake" };
        bench.Booster.Does = input => new Boost.Applied(input.Activity, Told(input), []);
        await bench.ConnectAsync();
        var now = bench.Time.GetUtcNow();
        await bench.WriteAsync(db =>
            db.Pipelines.Add(
                new()
                {
                    UserId = bench.UserId,
                    Name = "Uploads",
                    Source = "upload",
                    CreatedAt = now,
                    DeliverFrom = now,
                    Boosters = [new("fake")],
                    Targets = [new(Guid.CreateVersion7(), "fake-target")],
                }
            )
        );
        await bench.Get<Uploading>().TakeAsync(bench.UserId, "ride", RecordedFiles.Gpx(), Cancellation);
        return bench;
    }

    private static string Told(BoosterInput input) =>
        input.OtherHeartRate switch
        {
            null => "nobody could be asked",
            [] => "0 readings",
            [var first, ..] all => $"{all.Count} readings, {Math.Round((first.Time - input.Activity.StartTime).TotalHours)} h away",
        };

    /// <summary>A reading each five seconds, twenty minutes unless told otherwise, so many hours after the ride.</summary>
    private static void Measure(Bench bench, int hours, int count = 240) =>
        bench.Source.Samples.AddRange(
            Enumerable
                .Range(0, count)
                .Select(i => new HeartRateSample(RecordedFiles.Start.AddHours(hours).AddSeconds(5 * i), 120, "workout"))
        );

    // The run asks, the connection fetches, the run goes on.
    private static async Task WorkAsync(Bench bench)
    {
        var connection = await ConnectionAsync(bench);
        await bench.WorkAsync(connection);
        await bench.WorkAsync(connection);
    }

    private static string Seen(Bench bench) =>
        bench.Target.Got.Last(shipment => shipment.Activity.Source == "upload").Activity.Description!;
}
