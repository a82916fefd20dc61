using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Uploads;
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

        // Flaw: where the file was older than two days nobody ever asked again.
        bench.Time.Advance(TimeSpan.FromDays(4));
        await WorkAsync(bench);
        bench.Source.Before = (_, _) => Task.CompletedTask;
        await bench.ConnectAsync();
        await WorkAsync(bench);
        Seen(bench).ShouldBe("240 readings, 0 h away");
    }

    // Flaw: it counted on its own day and never again.
    [Fact]
    public async Task What_was_measured_meanwhile_counts_for_whoever_looks_back()
    {
        await using var bench = await StartAsync();
        bench.Booster.Wants = new()
        {
            HeartRateFrom = "fake",
            HeartRateIfMissing = true,
            HistoryDays = 7,
            HistoryHeartRate = true,
        };
        bench.Booster.Does = input => new Boost.Applied(
            input.Activity,
            string.Join(' ', input.History.Select(earlier => $"{earlier.HeartRate.AverageBpm:0}")),
            []
        );
        await bench.Get<Uploading>().TakeAsync(bench.UserId, "later", RecordedFiles.Gpx(RecordedFiles.Start.AddHours(4)), Cancellation);
        bench.Source.Before = (what, _) => what == "heart rate" ? throw new UnavailableException("Down.") : Task.CompletedTask;
        await WorkAsync(bench);
        (await SectionsAsync(bench)).ShouldBe([null, ""]);

        Measure(bench, hours: 0);
        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromHours(1));
        await WorkAsync(bench);

        (await SectionsAsync(bench)).ShouldBe(["", "120"]);
    }

    [Fact]
    public async Task Nobody_is_asked_for_what_the_activity_has_itself()
    {
        await using var bench = await StartAsync(heartRate: true);
        bench.Booster.Wants = new() { HeartRateFrom = "fake", HeartRateIfMissing = true };

        await WorkAsync(bench);

        Seen(bench).ShouldBe("nobody could be asked");
        (await bench.ReadAsync(db => db.Schedule.CountAsync(row => row.Kind == FetchKind.Window, Cancellation))).ShouldBe(0);
    }

    // Flaw: it was said for ever that the answer is still to come.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_went_on_without_an_answer_says_so_when_there_is_to_be_none(bool cutOff)
    {
        await using var bench = await StartAsync();
        bench.Source.Before = (what, _) => what == "heart rate" ? throw new UnavailableException("Down for a moment.") : Task.CompletedTask;
        await WorkAsync(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await WorkAsync(bench);
        (await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation))).Boosters!.ShouldContain("has not answered yet");

        bench.Source.Before = (what, _) =>
            what != "heart rate" ? Task.CompletedTask
            : cutOff ? throw new ReconnectRequiredException("It was taken back.")
            : throw new LimitedException("It was not granted.");
        bench.Time.Advance(TimeSpan.FromHours(1));
        await WorkAsync(bench);

        Seen(bench).ShouldBe("nobody could be asked");
    }

    // Flaw: whoever waited longer for an answer than a run does was told to connect what was connected.
    [Fact]
    public async Task A_source_that_takes_its_time_is_not_one_that_is_not_connected()
    {
        await using var bench = await StartAsync();
        Measure(bench, hours: 0);
        bench.Source.Before = (what, _) => what == "heart rate" ? throw new UnavailableException("Down for a moment.") : Task.CompletedTask;
        await WorkAsync(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await WorkAsync(bench);

        var run = await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation));
        run.Boosters!.ShouldContain("The other source has not answered yet.");

        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromHours(1));
        await WorkAsync(bench);
        Seen(bench).ShouldBe("240 readings, 0 h away");
    }

    private static async Task<IReadOnlyList<string?>> SectionsAsync(Bench bench)
    {
        var runs = await bench.ReadAsync(db =>
            Run.Newest(db).OrderBy(run => run.StartTime).Select(run => run.Boosters).ToListAsync(Cancellation)
        );
        return [.. runs.Select(reports => JsonNode.Parse(reports ?? "[{}]")![0]!["section"]?.GetValue<string>())];
    }

    internal static async Task<Bench> StartAsync(bool heartRate = false)
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
        await bench.Get<Uploading>().TakeAsync(bench.UserId, "ride", RecordedFiles.Gpx(heartRate: heartRate), Cancellation);
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
    internal static void Measure(Bench bench, int hours, int count = 240) =>
        bench.Source.Samples.AddRange(
            Enumerable
                .Range(0, count)
                .Select(i => new HeartRateSample(RecordedFiles.Start.AddHours(hours).AddSeconds(5 * i), 120, "workout"))
        );

    // The run asks, the connection fetches, the run goes on.
    internal static async Task WorkAsync(Bench bench)
    {
        var connection = await bench.ReadAsync(db => db.Connections.Select(row => row.Id).SingleAsync(Cancellation));
        await bench.WorkAsync(connection);
        await bench.WorkAsync(connection);
    }

    internal static string Seen(Bench bench) =>
        bench.Target.Got.Last(shipment => shipment.Activity.Source == "upload").Activity.Description!;
}
