using System.Text.Json.Nodes;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Runs;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What boosters say of earlier workouts, nights and the athlete is put right when these change, whatever the order.</summary>
public sealed class HistoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_booster_sees_what_began_earlier_and_no_more_of_it_than_it_asked_for()
    {
        await using var bench = await StartAsync(new() { HistoryDays = 2 });
        var now = bench.Time.GetUtcNow();
        bench.Source.Put("long ago", now.AddDays(-9));
        bench.Source.Put("before", now.AddDays(-2));
        bench.Source.Put("a", now.AddHours(-4));
        bench.Source.Put("after", now.AddHours(-2));
        var connection = await bench.ConnectAsync();
        foreach (var id in bench.Source.Workouts.Keys.ToList())
        {
            await bench.AnnounceAsync(id);
        }

        await bench.WorkAsync(connection);

        (await SectionAsync(bench, "a")).ShouldBe("after: before");
        (await SectionAsync(bench, "long ago")).ShouldBe("after: nothing");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_the_order_the_text_is_that_of_the_final_history(int seed)
    {
        await using var bench = await StartAsync(new() { HistoryDays = int.MaxValue });
        var (now, draw) = (bench.Time.GetUtcNow(), new Random(seed));
        var connection = await bench.ConnectAsync();
        for (var step = 0; step < 60; step++)
        {
            var id = $"{draw.Next(12)}";
            if (draw.Next(4) == 0)
            {
                bench.Source.Workouts.Remove(id);
                await bench.AnnounceAsync(id, SourceEventType.Delete);
            }
            else
            {
                bench.Source.Put(id, now.AddHours(-draw.Next(400)), title: $"T{draw.Next(3)}");
                await bench.AnnounceAsync(id, SourceEventType.Update);
            }

            if (draw.Next(3) == 0)
            {
                await bench.WorkAsync(connection);
            }
        }

        await bench.WorkAsync(connection);

        var all = await bench.ReadAsync(db =>
            db.Activities.Where(row => row.State != FitGlue.Engine.Fetch.ActivityState.Deleted)
                .OrderBy(row => row.StartTime)
                .ToListAsync(Cancellation)
        );
        all.Count.ShouldBeGreaterThan(4);
        foreach (var row in all)
        {
            var earlier = all.Where(other => other.StartTime < row.StartTime)
                .OrderBy(other => other.StartTime)
                .ThenBy(other => other.ExternalId, StringComparer.Ordinal)
                .Select(other => other.ExternalId);
            (await SectionAsync(bench, row.ExternalId)).ShouldBe(Says([.. earlier]));
        }

        (await bench.ReadAsync(db => db.Runs.AnyAsync(run => run.IsOutdated, Cancellation))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Only_places_that_show_the_present_follow_by_themselves(bool follows, int shipments)
    {
        await using var bench = await StartAsync(new() { HistoryDays = 30 });
        bench.Target.FollowsHistory = follows;
        var now = bench.Time.GetUtcNow();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("a", now.AddHours(-2));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Source.Put("late", now.AddDays(-3));
        await bench.AnnounceAsync("late");
        await bench.WorkAsync(connection);

        bench.Target.Got.Count(shipment => shipment.Activity.ExternalId == "a").ShouldBe(shipments);
        (await SectionAsync(bench, "a")).ShouldBe("after: late");
    }

    [Fact]
    public async Task What_says_the_same_as_before_leaves_no_pass_behind()
    {
        await using var bench = await StartAsync(new() { HistoryDays = 1 });
        var now = bench.Time.GetUtcNow();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", now.AddHours(-2));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Source.Put("far", now.AddDays(-20));
        await bench.AnnounceAsync("far");
        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Runs.CountAsync(Cancellation))).ShouldBe(2);
    }

    [Fact]
    public async Task Nights_that_come_later_and_figures_of_the_athlete_put_it_right_too()
    {
        await using var bench = await StartAsync(new() { DayRecordDays = 2, ReadsAthlete = true });
        bench.Booster.Does = input => new Boost.Applied(
            input.Activity,
            $"{input.Athlete.MaxHeartRate}, {input.Days.OfType<DayRecord.Readiness>().Sum(day => day.Score)}",
            []
        );
        var now = bench.Time.GetUtcNow();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", now.AddHours(-2));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Source.Days[(DayRecordKind.Readiness, "today")] = (DateOnly.FromDateTime(now.UtcDateTime), 81);
        bench.Source.Days[(DayRecordKind.Readiness, "older")] = (DateOnly.FromDateTime(now.UtcDateTime).AddDays(-2), 5);
        bench.Time.Advance(TimeSpan.FromHours(4));
        await bench.WorkAsync(connection);
        (await SectionAsync(bench, "a")).ShouldBe(", 81");
        await bench.Get<AthleteStore>().SaveAsync(bench.UserId, new Athlete { MaxHeartRate = 188 }, Cancellation);
        await bench.WorkAsync(connection);

        (await SectionAsync(bench, "a")).ShouldBe("188, 81");
    }

    [Fact]
    public async Task A_change_that_no_target_follows_says_so_and_not_that_the_workout_is_old()
    {
        await using var bench = await StartAsync(new() { HistoryDays = 30 });
        var now = bench.Time.GetUtcNow();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("a", now.AddHours(-2));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Source.Put("late", now.AddDays(-3));
        await bench.AnnounceAsync("late");
        await bench.WorkAsync(connection);

        var refresh = await bench.ReadAsync(db => db.Runs.SingleAsync(run => run.IsRefresh, Cancellation));
        (refresh.Outcome, refresh.Reason).ShouldBe(
            (RunOutcome.Quiet, "No target that has it follows such a change by itself; run it again to send it.")
        );
    }

    [Fact]
    public async Task A_question_holds_the_run_until_it_is_answered_or_its_time_is_over()
    {
        await using var bench = await StartAsync(new() { Question = new("How was it?", TimeSpan.FromHours(24), PublishFirst: false) });
        bench.Booster.Does = input =>
            input.Answer is { } answer ? new Boost.Applied(input.Activity, answer, []) : new Boost.Skipped("No answer came in time.");
        var now = bench.Time.GetUtcNow();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("a", now.AddHours(-2));
        bench.Source.Put("b", now.AddHours(-1));
        await bench.AnnounceAsync("a");
        await bench.AnnounceAsync("b");
        await bench.WorkAsync(connection);
        bench.Target.Got.ShouldBeEmpty();

        var asked = await bench.Get<RunQuestions>().OpenAsync(bench.UserId, Cancellation);
        var first = asked.Single(question => question.ActivityId == IdOf(bench, "a"));
        (await bench.Get<RunQuestions>().AnswerAsync(Guid.NewGuid(), first.Id, "Not mine.", Cancellation)).ShouldBeFalse();
        (await bench.Get<RunQuestions>().AnswerAsync(bench.UserId, first.Id, "Fine.", Cancellation)).ShouldBeTrue();
        await bench.WorkAsync(connection);
        bench.Target.Got.Select(shipment => shipment.Activity.Description).ShouldBe(["Fine."]);

        bench.Time.Advance(TimeSpan.FromHours(25));
        await bench.WorkAsync(connection);
        bench.Target.Got.Select(shipment => shipment.Activity.Description).ShouldBe(["Fine.", null]);
        await bench.Get<RunQuestions>().AnswerAsync(bench.UserId, asked.Single(q => q != first).Id, "Late.", Cancellation);
        await bench.WorkAsync(connection);
        bench.Target.Got[^1].Activity.Description.ShouldBe("Late.");
    }

    private static Guid IdOf(Bench bench, string id) =>
        bench.ReadAsync(db => db.Activities.Where(row => row.ExternalId == id).Select(row => row.Id).SingleAsync(Cancellation)).Result;

    private static async Task<Bench> StartAsync(BoosterNeeds needs)
    {
        var bench = await Bench.StartAsync();
        bench.Booster.Wants = needs;
        bench.Booster.Does = input => new Boost.Applied(
            input.Activity,
            Says([.. input.History.Select(earlier => earlier.ExternalId)]),
            new JsonObject { ["earlier"] = input.History.Count }
        );
        return bench;
    }

    private static string Says(IReadOnlyList<string> earlier) => $"after: {(earlier.Count == 0 ? "nothing" : string.Join(' ', earlier))}";

    internal static async Task<string?> SectionAsync(Bench bench, string id)
    {
        var reports = await bench.ReadAsync(db =>
            db.Runs.Where(run => db.Activities.Any(row => row.Id == run.ActivityId && row.ExternalId == id))
                .OrderByDescending(run => run.Revision)
                .ThenByDescending(run => run.Pass)
                .Select(run => run.Boosters)
                .FirstAsync(Cancellation)
        );
        return JsonNode.Parse(reports!)!.AsArray().Single()!["section"]?.GetValue<string>();
    }
}
