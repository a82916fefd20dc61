using System.Text.Json.Nodes;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What source settings of a pipeline hold back, and what waits for its heart rate.</summary>
public sealed class HoldingBackTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_too_short_ends_with_the_rule_and_goes_nowhere()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await HoldingAsync(bench, minutes: 45);

        await AnnounceAsync(bench, connection);

        var run = await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation));
        (run.State, run.Outcome, run.Reason).ShouldBe((WorkState.Done, RunOutcome.HeldBack, "shorter than 45 minutes"));
        bench.Target.Got.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_let_through_stays_so_when_it_changes()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await HoldingAsync(bench, minutes: 45);
        await AnnounceAsync(bench, connection);
        await bench.WriteAsync(db =>
        {
            var run = db.Runs.Single();
            db.LetThrough.Add(
                new()
                {
                    PipelineId = run.PipelineId,
                    ActivityId = run.ActivityId,
                    At = bench.Time.GetUtcNow(),
                }
            );
        });

        await AnnounceAsync(bench, connection, title: "Edited");

        bench.Target.Got.ShouldHaveSingleItem().Activity.Title.ShouldBe("Edited");
    }

    [Fact]
    public async Task What_is_there_already_is_kept_up_to_date()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await HoldingAsync(bench, minutes: 0);
        await AnnounceAsync(bench, connection);
        await bench.WriteAsync(db => db.Pipelines.Single().SourceSettings = new JsonObject { ["minimumMinutes"] = 45 });

        await AnnounceAsync(bench, connection, title: "Edited");

        bench
            .Target.Got.Select(shipment => (shipment.Activity.Title, shipment.Earlier is not null))
            .ShouldBe([("Run", false), ("Edited", true)]);
    }

    [Fact]
    public async Task A_place_that_cannot_replace_samples_gets_the_workout_once_when_it_has_settled()
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.CanUpdate = false;
        var connection = await HoldingAsync(bench, minutes: 0);
        var start = bench.Time.GetUtcNow().AddHours(-1);
        bench.Source.Put("a", start, heartRate: false);
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        var early = bench.Target.Got.Count;

        bench.Source.Put("a", start);
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await bench.WorkAsync(connection);
        await bench.WorkAsync(connection);

        early.ShouldBe(0);
        bench.Target.Got.ShouldHaveSingleItem().Activity.HeartRate.Samples.Length.ShouldBe(7);
        (await bench.ReadAsync(db => db.Deliveries.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
    }

    [Fact]
    public async Task Asking_for_heart_rate_that_was_given_up_leaves_nothing_provisional_for_ever()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await HoldingAsync(bench, minutes: 0);
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), heartRate: false);
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        await bench.WriteAsync(db => db.Schedule.Single(row => row.Kind == FetchKind.Settle).State = WorkState.Dead);

        bench.Time.Advance(TimeSpan.FromHours(28));
        await bench.WorkAsync(connection);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled);
    }

    private static async Task<Guid> HoldingAsync(Bench bench, int minutes)
    {
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        await bench.WriteAsync(db => db.Pipelines.Single().SourceSettings = new JsonObject { ["minimumMinutes"] = minutes });
        return connection;
    }

    private static async Task AnnounceAsync(Bench bench, Guid connection, string title = "Run")
    {
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), title: title);
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
    }
}
