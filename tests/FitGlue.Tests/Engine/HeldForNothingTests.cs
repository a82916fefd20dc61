using FitGlue.Core;
using FitGlue.Core.Boosters;
using FitGlue.Core.Matching;
using FitGlue.Core.Sources;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.ManyRecords;

namespace FitGlue.Tests.Engine;

/// <summary>Nothing stays held back for a record that comes to nothing, and nobody waits in a circle.</summary>
public sealed class HeldForNothingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_that_comes_to_nothing_lets_the_other_record_go()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        bench.Target.Before = shipment =>
            shipment.Activity.ExternalId == "a" ? throw new RejectedException("It refuses this one.") : Task.CompletedTask;
        await ArriveAsync(bench, connection, "a", minute: 0);
        await ArriveAsync(bench, connection, "b", minute: 2);

        bench.Target.Got.ShouldHaveSingleItem().Activity.ExternalId.ShouldBe("b");
    }

    [Fact]
    public async Task A_run_that_dies_lets_the_other_record_go()
    {
        var (bench, connection) = await StartAsync(uploads: MatchPolicy.Default);
        await using var _ = bench;
        await UploadAsync(bench, minute: 0);
        await bench.WriteAsync(db => db.Runs.Single().NextAttemptAt = bench.Time.GetUtcNow().AddHours(1));
        await ArriveAsync(bench, connection, "a", minute: 0, type: "cycling");
        var before = (await RunAsync(bench, "a")).Outcome;
        await bench.WriteAsync(db => db.Runs.First(run => run.State == WorkState.Waiting).State = WorkState.Dead);
        await bench.WorkAsync(connection);

        before.ShouldBe(RunOutcome.HeldBack);
        bench.Target.Got.ShouldHaveSingleItem().Activity.ExternalId.ShouldBe("a");
    }

    [Fact]
    public async Task What_enriches_a_record_that_another_pipeline_leaves_alone_comes_to_an_end()
    {
        var (bench, connection) = await StartAsync(uploads: null);
        await using var _ = bench;
        bench.Booster.Does = _ => new Boost.Halted("Not here.");
        await bench.WriteAsync(db =>
        {
            db.Pipelines.Single(row => row.Source == "fake").Matching = new() { Duplicate = MatchAction.Enrich };
            db.Pipelines.Add(Another(bench, "upload"));
        });
        await UploadAsync(bench, minute: 0, heartRate: false);
        await ArriveAsync(bench, connection, "a", minute: 0, type: "cycling");

        bench.Target.Got.ShouldAllBe(shipment => shipment.Activity.Source == "upload");
        bench.Target.Got[^1].Activity.HeartRate.Samples.ShouldNotBeEmpty();
        (await bench.ReadAsync(db => db.Runs.CountAsync(Cancellation))).ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Two_that_are_sent_already_do_not_wait_for_each_other_in_another_pipeline()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "fake").Matching = MatchPolicy.Brought);
        await ArriveAsync(bench, connection, "a", minute: 0);
        await ArriveAsync(bench, connection, "b", minute: 2);
        await bench.WriteAsync(db =>
        {
            var another = db.Pipelines.Add(Another(bench, "fake")).Entity;
            db.Runs.AddRange(db.Activities.ToList().Select(row => Run.Of(row, another.Id, bench.Time.GetUtcNow())));
        });

        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Runs.CountAsync(Cancellation))).ShouldBe(4);
    }

    [Fact]
    public async Task A_deleted_workout_is_not_run_again()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        await ArriveAsync(bench, connection, "a", minute: 0);
        await ArriveAsync(bench, connection, "b", minute: 2);
        foreach (var id in new[] { "b", "a" })
        {
            bench.Source.Workouts.Remove(id);
            await bench.AnnounceAsync(id, SourceEventType.Delete);
            await bench.WorkAsync(connection);
        }

        (await RunAsync(bench, "b")).Pass.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_comes_while_the_run_is_under_way_is_not_lost()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        bench.Booster.Wants = new() { Question = new("How was it?", TimeSpan.FromHours(1), PublishFirst: true) };
        bench.Booster.Does = input =>
        {
            if (input.Answer is { } answer)
            {
                return new Boost.Applied(input.Activity, answer, []);
            }

            var questions = bench.Get<RunQuestions>();
            var asked = questions.OpenAsync(bench.UserId, Cancellation).GetAwaiter().GetResult().Single();
            questions.AnswerAsync(bench.UserId, asked.Id, "Fine.", Cancellation).GetAwaiter().GetResult();
            return new Boost.Skipped("No answer so far.");
        };

        await ArriveAsync(bench, connection, "a", minute: 0);

        bench.Target.Got[^1].Activity.Description.ShouldBe("Fine.");
    }

    [Fact]
    public async Task An_answer_belongs_to_what_was_asked_and_not_to_a_place_in_the_pipeline()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        Ask("Title?");
        bench.Booster.Does = input => new Boost.Applied(input.Activity, input.Answer ?? "Nothing.", []);
        await ArriveAsync(bench, connection, "a", minute: 0);
        var asked = (await bench.Get<RunQuestions>().OpenAsync(bench.UserId, Cancellation)).Single();
        await bench.Get<RunQuestions>().AnswerAsync(bench.UserId, asked.Id, "Mine.", Cancellation);
        await bench.WorkAsync(connection);

        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "fake").Boosters = [new("gone"), new("fake")]);
        await ReplayAsync();
        bench.Target.Got[^1].Activity.Description.ShouldBe("Mine.");

        Ask("How was it?");
        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "fake").Boosters = [new("fake")]);
        await ReplayAsync();
        bench.Target.Got[^1].Activity.Description.ShouldBe("Nothing.");

        void Ask(string text) => bench.Booster.Wants = new() { Question = new(text, TimeSpan.FromHours(1), PublishFirst: true) };

        async Task ReplayAsync()
        {
            var pipeline = await bench.ReadAsync(db => db.Pipelines.SingleAsync(row => row.Source == "fake", Cancellation));
            await bench.Get<Replays>().RunAsync(pipeline, new() { Last = 1 }, dryRun: false, Cancellation);
            await bench.WorkAsync(connection);
        }
    }

    private static Pipeline Another(Bench bench, string source) =>
        new()
        {
            UserId = bench.UserId,
            Name = "Another",
            Source = source,
            CreatedAt = bench.Time.GetUtcNow(),
            DeliverFrom = bench.Time.GetUtcNow().AddDays(-1),
            Boosters = source == "upload" ? [new("fake")] : [],
            Targets = [new(Guid.CreateVersion7(), "fake-target")],
        };
}
