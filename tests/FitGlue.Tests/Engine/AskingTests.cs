using System.Text.Json.Nodes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;
using FitGlue.Engine.Runs;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.ManyRecords;

namespace FitGlue.Tests.Engine;

/// <summary>Of which workouts a person is asked, and which get a number.</summary>
public sealed class AskingTests
{
    private static readonly BoosterStep NoWalks = new("activity-filter", new JsonObject { ["excludeTypes"] = "walking" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Flaw: every walk that the filter left out stood on the page of questions all the same.
    [Fact]
    public async Task Nobody_is_asked_about_a_workout_that_a_step_before_leaves_out()
    {
        var (bench, connection) = await StartAsync([NoWalks, new("fake")]);
        await using var _ = bench;
        Ask(bench, publishFirst: false);

        await ArriveAsync(bench, connection, "run", minute: 0);
        await ArriveAsync(bench, connection, "walk", minute: 60, type: "walking");

        (await AskedAsync(bench)).ShouldBe([await IdAsync(bench, "run")]);
    }

    // Flaw: the first import asked about a month of workouts that were sent nowhere.
    [Fact]
    public async Task Nobody_is_asked_about_a_workout_that_is_sent_nowhere()
    {
        var (bench, connection) = await StartAsync([new("fake")]);
        await using var _ = bench;
        Ask(bench, publishFirst: false);
        bench.Source.Put("old", bench.Time.GetUtcNow().AddDays(-5));
        await bench.AnnounceAsync("old");
        await bench.WorkAsync(connection);

        var run = await RunAsync(bench, "old");

        (run.Outcome, (await AskedAsync(bench)).Count).ShouldBe((RunOutcome.Quiet, 0));
        run.Boosters!.ShouldContain("You were not asked");
    }

    [Fact]
    public async Task A_pass_that_only_history_made_asks_nothing()
    {
        var (bench, connection) = await StartAsync([new("streak-tracker")]);
        await using var _ = bench;
        await ArriveAsync(bench, connection, "a", minute: 0);
        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "fake").Boosters = [new("streak-tracker"), new("fake")]);
        Ask(bench, publishFirst: true);

        bench.Source.Put("earlier", bench.Time.GetUtcNow().AddDays(-1.5));
        await bench.AnnounceAsync("earlier");
        await bench.WorkAsync(connection);

        ((await RunAsync(bench, "a")).IsRefresh, (await AskedAsync(bench)).Count).ShouldBe((true, 0));
    }

    // Flaw: one question was asked, and its answer went into the title and into the description.
    [Fact]
    public async Task Two_steps_that_ask_in_the_same_words_ask_two_questions()
    {
        var (bench, connection) = await StartAsync([new("fake"), new("fake")]);
        await using var _ = bench;
        Ask(bench, publishFirst: false);
        await ArriveAsync(bench, connection, "a", minute: 0);

        var questions = bench.Get<RunQuestions>();
        var asked = (await questions.OpenAsync(bench.UserId, Cancellation)).OrderBy(question => question.Step).ToList();
        asked.Count.ShouldBe(2);
        await questions.AnswerAsync(bench.UserId, asked[1].Id, "Second.", Cancellation);
        await questions.AnswerAsync(bench.UserId, asked[0].Id, "First.", Cancellation);
        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.Description.ShouldBe("First.\n\nSecond.");
    }

    // Flaw: gaps where a later step leaves the workout out.
    [Fact]
    public async Task A_workout_that_a_later_step_leaves_out_takes_no_number()
    {
        var (bench, connection) = await StartAsync([new("fake"), NoWalks]);
        await using var _ = bench;
        bench.Booster.Wants = new() { Counter = "runs" };
        bench.Booster.Does = input => new Boost.Applied(input.Activity, $"#{input.Number}", []);

        await ArriveAsync(bench, connection, "first", minute: 0);
        await ArriveAsync(bench, connection, "walk", minute: 40, type: "walking");
        await ArriveAsync(bench, connection, "second", minute: 80);

        bench.Target.Got.Select(shipment => shipment.Activity.Description).ShouldBe(["#1", "#2"]);
    }

    // Flaw: what a gate stopped only because the night was not known yet was never sent.
    [Fact]
    public async Task What_a_step_halted_is_sent_when_history_says_otherwise()
    {
        var (bench, connection) = await StartAsync([new("fake")]);
        await using var _ = bench;
        bench.Booster.Wants = new() { HistoryDays = 7 };
        bench.Booster.Does = input =>
            input.History.Count == 0 ? new Boost.Halted("Nothing before it.") : new Boost.Applied(input.Activity, "Not alone.", []);
        await ArriveAsync(bench, connection, "a", minute: 0);
        bench.Target.Got.ShouldBeEmpty();

        bench.Source.Put("earlier", bench.Time.GetUtcNow().AddDays(-3));
        await bench.AnnounceAsync("earlier");
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => (shipment.Activity.ExternalId, shipment.Activity.Description)).ShouldBe([("a", "Not alone.")]);
    }

    // Flaw: it was the first delivery of the workout, and the person was told that it goes nowhere new.
    [Fact]
    public async Task Of_what_a_gate_let_through_only_later_the_person_is_asked_too()
    {
        var rested = new BoosterStep("activity-filter", new JsonObject { ["include"] = "readiness >= 60" });
        var (bench, connection) = await StartAsync([rested, new("fake")]);
        await using var _ = bench;
        Ask(bench, publishFirst: false);
        await ArriveAsync(bench, connection, "a", minute: 0);
        ((await RunAsync(bench, "a")).Outcome, (await AskedAsync(bench)).Count).ShouldBe((RunOutcome.Skipped, 0));

        bench.Source.Days[(DayRecordKind.Readiness, "today")] = (DateOnly.FromDateTime(bench.Time.GetUtcNow().UtcDateTime), 81);
        bench.Time.Advance(TimeSpan.FromHours(4));
        await bench.WorkAsync(connection);

        (await AskedAsync(bench)).ShouldBe([await IdAsync(bench, "a")]);
    }

    // Flaw: the refresh that waited was run instead, and went to fewer places or was thrown away.
    [Fact]
    public async Task A_replay_is_not_swallowed_by_a_refresh_that_waits()
    {
        var (bench, connection) = await StartAsync([new("fake")]);
        await using var _ = bench;
        await ArriveAsync(bench, connection, "a", minute: 0);
        var pipeline = await bench.ReadAsync(db => db.Pipelines.SingleAsync(row => row.Source == "fake", Cancellation));
        await bench.WriteAsync(db => Run.AgainAsync(db, db.Runs.Single(), bench.Time.GetUtcNow(), isRefresh: true, Cancellation).Wait());

        await bench.Get<Replays>().RunAsync(pipeline, new() { Last = 1 }, dryRun: false, Cancellation);
        await bench.WorkAsync(connection);

        (bench.Target.Got.Count, (await RunAsync(bench, "a")).IsRefresh).ShouldBe((2, false));
    }

    private static void Ask(Bench bench, bool publishFirst)
    {
        bench.Booster.Wants = new() { Question = new("How was it?", TimeSpan.FromHours(24), publishFirst) };
        bench.Booster.Does = input =>
            input.Answer is { } answer ? new Boost.Applied(input.Activity, answer, []) : new Boost.Skipped("No answer.");
    }

    private static async Task<IReadOnlyList<Guid>> AskedAsync(Bench bench) =>
        [.. (await bench.Get<RunQuestions>().OpenAsync(bench.UserId, Cancellation)).Select(question => question.ActivityId)];

    private static async Task<(Bench Bench, Guid Connection)> StartAsync(IReadOnlyList<BoosterStep> steps)
    {
        var (bench, connection) = await ManyRecords.StartAsync();
        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "fake").Boosters = steps);
        return (bench, connection);
    }
}
