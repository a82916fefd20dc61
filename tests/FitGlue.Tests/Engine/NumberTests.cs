using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Numbers that workouts get in counters, and keep.</summary>
public sealed class NumberTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_is_given_once_and_stays_through_passes_edits_and_what_comes_before_it()
    {
        await using var bench = await StartAsync();
        var now = bench.Time.GetUtcNow();
        var connection = await bench.ConnectAsync();
        foreach (var (id, hours) in new[] { ("a", 2), ("b", 1), ("before", 30) })
        {
            bench.Source.Put(id, now.AddHours(-hours));
            await bench.AnnounceAsync(id);
            await bench.WorkAsync(connection);
        }

        bench.Source.Put("a", now.AddHours(-2), title: "Edited");
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);

        (
            await HistoryTests.SectionAsync(bench, "a"),
            await HistoryTests.SectionAsync(bench, "b"),
            await HistoryTests.SectionAsync(bench, "before")
        ).ShouldBe(("#1", "#2", "#3"));
    }

    // Flaw: a workout that the rules of the counter leave out took a number all the same, and left a hole.
    [Fact]
    public async Task A_workout_that_the_counter_leaves_out_takes_no_number()
    {
        await using var bench = await StartAsync();
        bench.Booster.Does = input =>
            input.Activity.Title == "Walk"
                ? new Boost.Skipped("The rule does not hold.")
                : new Boost.Applied(input.Activity, $"#{input.Number}", []);
        var now = bench.Time.GetUtcNow();
        var connection = await bench.ConnectAsync();
        foreach (var (id, hours, title) in new[] { ("a", 4, "Run"), ("walk", 3, "Walk"), ("b", 2, "Run") })
        {
            bench.Source.Put(id, now.AddHours(-hours), title: title);
            await bench.AnnounceAsync(id);
            await bench.WorkAsync(connection);
        }

        (
            await HistoryTests.SectionAsync(bench, "a"),
            await HistoryTests.SectionAsync(bench, "walk"),
            await HistoryTests.SectionAsync(bench, "b")
        ).ShouldBe(("#1", null, "#2"));

        bench.Source.Put("walk", now.AddHours(-3), title: "Run");
        await bench.AnnounceAsync("walk", SourceEventType.Update);
        await bench.WorkAsync(connection);
        bench.Source.Put("a", now.AddHours(-4), title: "Walk");
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);
        bench.Source.Put("a", now.AddHours(-4), title: "Run");
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);

        (
            await HistoryTests.SectionAsync(bench, "a"),
            await HistoryTests.SectionAsync(bench, "walk"),
            await HistoryTests.SectionAsync(bench, "b")
        ).ShouldBe(("#1", "#3", "#2"));
    }

    private static async Task<Bench> StartAsync()
    {
        var bench = await Bench.StartAsync();
        bench.Booster.Wants = new() { Counter = "runs" };
        bench.Booster.Does = input => new Boost.Applied(input.Activity, $"#{input.Number}", []);
        return bench;
    }
}
