using System.Text.Json.Nodes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Engine.Runs;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>A session is no workout: nobody who looks back counts it, and it says nothing of what lies before it.</summary>
public sealed class SessionHistoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_history_of_a_workout_holds_workouts_alone()
    {
        await using var bench = await StartAsync(new() { HistoryDays = 30 });
        var now = bench.Time.GetUtcNow();
        bench.Source.Put("before", now.AddHours(-20));
        bench.Source.PutSession("calm", now.AddHours(-10), "calm", 61);
        bench.Source.Put("a", now.AddHours(-2));

        await bench.ConnectAsync();

        (await HistoryTests.SectionAsync(bench, "a")).ShouldBe("after: before");
    }

    [Fact]
    public async Task A_booster_that_looks_back_is_skipped_on_a_session_and_says_why()
    {
        await using var bench = await StartAsync(new() { HistoryDays = 30, Counter = "all" });
        bench.Source.PutSession("calm", bench.Time.GetUtcNow().AddHours(-2), "calm", 61);

        await bench.ConnectAsync();

        var report = JsonNode.Parse((await RunsAsync(bench, "session-calm")).ShouldHaveSingleItem().Boosters!)!.AsArray().Single()!;
        (report["state"]!.GetValue<string>(), report["reason"]!.GetValue<string>()).ShouldBe(
            ("skipped", "It is a session (meditation), not a workout: it counts in no history.")
        );
        (await bench.ReadAsync(db => db.Numbers.AnyAsync(Cancellation))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_booster_that_does_not_look_back_works_on_a_session()
    {
        await using var bench = await StartAsync(new() { ReadsAthlete = true });
        bench.Source.PutSession("calm", bench.Time.GetUtcNow().AddHours(-2), "calm", 61);

        await bench.ConnectAsync();

        (await HistoryTests.SectionAsync(bench, "session-calm")).ShouldBe("after: nothing");
    }

    [Theory]
    [InlineData("streak-tracker")]
    [InlineData("goal-tracker")]
    [InlineData("personal-records")]
    [InlineData("training-load")]
    [InlineData("effort-score")]
    [InlineData("recovery-advisor")]
    public async Task None_of_those_that_look_back_speaks_of_a_session(string booster)
    {
        await using var bench = await StartAsync(BoosterNeeds.Nothing);
        await bench.WriteAsync(db => db.Pipelines.Single().Boosters = [new(booster)]);
        bench.Source.PutSession("calm", bench.Time.GetUtcNow().AddHours(-2), "calm", [.. Enumerable.Repeat(61, 30)]);

        await bench.ConnectAsync();

        (await RunsAsync(bench, "session-calm")).ShouldHaveSingleItem().Boosters!.ShouldContain("counts in no history");
    }

    // By what the source says: a step before may call it what it likes.
    [Fact]
    public async Task What_an_earlier_step_makes_of_its_kind_changes_nothing()
    {
        await using var bench = await StartAsync(BoosterNeeds.Nothing);
        bench.Booster.Does = input => new Boost.Applied(input.Activity with { Type = new("running", "Running") }, null, []);
        await bench.WriteAsync(db => db.Pipelines.Single().Boosters = [new("fake"), new("streak-tracker")]);
        bench.Source.PutSession("calm", bench.Time.GetUtcNow().AddHours(-2), "calm", 61);

        await bench.ConnectAsync();

        (await RunsAsync(bench, "session-calm")).ShouldHaveSingleItem().Boosters!.ShouldContain("counts in no history");
    }

    [Fact]
    public async Task A_session_that_comes_changes_or_goes_outdates_no_run()
    {
        await using var bench = await StartAsync(new() { HistoryDays = 30 });
        var now = bench.Time.GetUtcNow();
        bench.Source.Put("a", now.AddHours(-2));
        var connection = await bench.ConnectAsync();
        bench.Booster.Does = _ => throw new InvalidOperationException("It is asked again.");

        var id = bench.Source.PutSession("calm", now.AddHours(-10), "calm", 61);
        await AnnouncedAsync(bench, connection, id, SourceEventType.Create);
        bench.Source.PutSession("calm", now.AddHours(-11), "calm", 61, 62);
        await AnnouncedAsync(bench, connection, id, SourceEventType.Update);
        bench.Source.Sessions.Remove(id);
        await AnnouncedAsync(bench, connection, id, SourceEventType.Delete);

        var run = (await RunsAsync(bench, "a")).ShouldHaveSingleItem();
        (run.IsOutdated, run.Pass).ShouldBe((false, 1));
        (await RunsAsync(bench, id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_workout_that_comes_outdates_no_run_of_a_session()
    {
        await using var bench = await StartAsync(new() { HistoryDays = 30 });
        var now = bench.Time.GetUtcNow();
        bench.Source.PutSession("calm", now.AddHours(-2), "calm", 61);
        var connection = await bench.ConnectAsync();

        bench.Source.Put("before", now.AddHours(-10));
        await AnnouncedAsync(bench, connection, "before", SourceEventType.Create, "workout");

        (await RunsAsync(bench, "session-calm")).ShouldHaveSingleItem().ReadsHistory.ShouldBeFalse();
    }

    private static async Task<Bench> StartAsync(BoosterNeeds needs)
    {
        var bench = await Bench.StartAsync();
        bench.Source.Scopes = ["workout", "heartrate", "session"];
        bench.Booster.Wants = needs;
        bench.Booster.Does = input => new Boost.Applied(
            input.Activity,
            $"after: {(input.History is [] ? "nothing" : string.Join(' ', input.History.Select(earlier => earlier.ExternalId)))}",
            []
        );
        await bench.WriteAsync(db =>
            db.Pipelines.Add(
                new()
                {
                    UserId = bench.UserId,
                    Name = "All",
                    Source = "fake",
                    CreatedAt = bench.Time.GetUtcNow(),
                    DeliverFrom = bench.Time.GetUtcNow(),
                    SourceSettings = new() { ["sessions"] = "calm" },
                    Boosters = [new("fake")],
                    Targets = [new(Guid.CreateVersion7(), "fake-target")],
                }
            )
        );
        return bench;
    }

    private static async Task AnnouncedAsync(Bench bench, Guid connection, string id, SourceEventType type, string dataType = "session")
    {
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.AnnounceAsync(id, type, dataType: dataType);
        await bench.WorkAsync(connection);
    }

    private static Task<List<Run>> RunsAsync(Bench bench, string id) =>
        bench.ReadAsync(db =>
            db.Runs.Where(run => db.Activities.Any(row => row.Id == run.ActivityId && row.ExternalId == id)).ToListAsync(Cancellation)
        );
}
