using FitGlue.Core.Boosters;
using FitGlue.Engine.Runs;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What a try of a pipeline says, and that it leaves no trace.</summary>
public sealed class DryRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_are_those_that_each_workout_would_get_and_none_is_taken()
    {
        await using var bench = await Bench.StartAsync();
        await ImportAsync(bench, "a", "walk", "b");
        bench.Booster.Wants = new() { Counter = "runs" };
        bench.Booster.Does = input =>
            input.Activity.Title == "walk"
                ? new Boost.Skipped("The rule does not hold.")
                : new Boost.Applied(input.Activity, $"#{input.Number}", []);

        var dry = await TryAsync(bench);

        dry.Select(run => (run.Before.Title, run.Description)).ShouldBe([("b", "#2"), ("walk", null), ("a", "#1")]);
        (await bench.ReadAsync(db => db.Numbers.CountAsync(Cancellation))).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_run_would_ask_is_named_and_not_asked()
    {
        await using var bench = await Bench.StartAsync();
        await ImportAsync(bench, "a");
        bench.Booster.Wants = new() { Question = new("How was it?", TimeSpan.FromHours(24), PublishFirst: false) };

        var dry = await TryAsync(bench);

        ReportOf(dry)
            .ShouldBe(("skipped", "Where the workout is sent, you are asked “How was it?” first, and it waits 24 h for the answer."));
        (await bench.ReadAsync(db => db.Questions.CountAsync(Cancellation))).ShouldBe(0);
    }

    [Fact]
    public async Task A_question_that_is_open_is_said_to_be_and_one_that_is_answered_is_used()
    {
        await using var bench = await Bench.StartAsync();
        bench.Booster.Wants = new() { Question = new("How was it?", TimeSpan.FromHours(24), PublishFirst: false) };
        bench.Booster.Does = input => new Boost.Applied(input.Activity, input.Answer ?? "nothing", []);
        await ImportAsync(bench, "a");

        ReportOf(await TryAsync(bench)).ShouldBe(("skipped", "It waits for your answer: How was it?"));

        var asked = (await bench.Get<RunQuestions>().OpenAsync(bench.UserId, Cancellation)).ShouldHaveSingleItem();
        await bench.Get<RunQuestions>().AnswerAsync(bench.UserId, asked.Id, "Fine.", Cancellation);
        (await TryAsync(bench)).ShouldHaveSingleItem().Description.ShouldBe("Fine.");
    }

    [Fact]
    public async Task A_page_that_is_still_to_come_is_said_to_be_and_not_set_aside()
    {
        await using var bench = await Bench.StartAsync(new FakeTarget { IsPublicPage = true });
        await ImportAsync(bench, "a");
        bench.Booster.Wants = new() { Page = true };
        bench.Booster.Does = input => new Boost.Applied(input.Activity, $"{input.Page}", []);

        ReportOf(await TryAsync(bench))
            .ShouldBe(("skipped", "The public page is made when the workout is first sent there; its address is added then."));
        (await bench.ReadAsync(db => db.PublicPages.CountAsync(Cancellation))).ShouldBe(0);
    }

    private static (string State, string? Reason) ReportOf(IReadOnlyList<DryRun> dry) =>
        dry.ShouldHaveSingleItem().After.Boosters.Select(report => (report.State, report.Reason)).ShouldHaveSingleItem();

    private static async Task ImportAsync(Bench bench, params string[] ids)
    {
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        foreach (var (place, id) in ids.Index())
        {
            bench.Source.Put(id, bench.Time.GetUtcNow().AddHours(place - ids.Length), title: id);
            await bench.AnnounceAsync(id);
        }

        await bench.WorkAsync(connection);
    }

    private static async Task<IReadOnlyList<DryRun>> TryAsync(Bench bench)
    {
        var pipeline = await bench.ReadAsync(db => db.Pipelines.SingleAsync(Cancellation));
        return await bench.Get<DryRuns>().RunAsync(pipeline, new() { Last = 5 }, Cancellation);
    }
}
