using FitGlue.Core;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Tiers;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What belongs to a higher tier is blocked while tiers are enabled, and goes on when it is allowed.</summary>
public sealed class TierTests
{
    private const string Reason =
        "Fake needs the tier Athlete, and yours is Hobbyist. Take it out of the pipeline, or ask whoever runs this server for the tier; what is blocked then goes on by itself.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_of_a_higher_tier_is_blocked_says_so_once_and_delivers_nothing()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await AnnounceAsync(bench, isEnabled: true);

        await bench.WriteAsync(db => db.Runs.Single().Requeue(bench.Time.GetUtcNow()));
        await bench.WorkAsync(connection);

        var run = await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation));
        (run.State, run.Outcome, run.Reason, run.Boosters).ShouldBe((WorkState.Done, RunOutcome.Blocked, Reason, null));
        bench.Target.Got.ShouldBeEmpty();
        var told = await bench.ReadAsync(db => db.Timeline.Where(entry => entry.RunId == run.Id).ToListAsync(Cancellation));
        told.ShouldHaveSingleItem().What.ShouldStartWith("Blocked in pipeline “Everything”: Fake needs the tier Athlete");
    }

    [Fact]
    public async Task Where_tiers_are_not_enabled_everybody_may_use_everything()
    {
        await using var bench = await Bench.StartAsync();

        await AnnounceAsync(bench, isEnabled: false);

        bench.Target.Got.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task With_the_tier_what_was_blocked_goes_on_by_itself()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await AnnounceAsync(bench, isEnabled: true);

        await bench.Get<TierStore>().SaveAsync(bench.UserId, Tier.Athlete, Cancellation);
        await bench.WorkAsync(connection);

        (await bench.Get<TierStore>().OfAsync(bench.UserId, Cancellation)).ShouldBe(Tier.Athlete);
        bench.Target.Got.ShouldHaveSingleItem();
        (await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation))).Outcome.ShouldBe(RunOutcome.Delivered);
    }

    [Fact]
    public async Task With_the_tier_taken_back_later_workouts_are_blocked_and_what_was_delivered_stays()
    {
        await using var bench = await Bench.StartAsync();
        var tiers = bench.Get<TierStore>();
        await tiers.SaveAsync(bench.UserId, Tier.Athlete, Cancellation);
        var connection = await AnnounceAsync(bench, isEnabled: true);

        await tiers.SaveAsync(bench.UserId, Tier.Hobbyist, Cancellation);
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), title: "Edited");
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.Title.ShouldBe("Run");
        var runs = await bench.ReadAsync(db => db.Runs.OrderBy(run => run.Revision).ToListAsync(Cancellation));
        runs.Select(run => run.Outcome).ShouldBe([RunOutcome.Delivered, RunOutcome.Blocked]);
    }

    [Fact]
    public async Task Only_the_newest_of_what_was_blocked_goes_on_when_tiers_are_switched_off()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await AnnounceAsync(bench, isEnabled: true);
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), title: "Edited");
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Tiers.Enabled = false;
        await bench.Get<Blocked>().GoOnAsync(null, Cancellation);
        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.Title.ShouldBe("Edited");
        var runs = await bench.ReadAsync(db => db.Runs.OrderBy(run => run.Revision).ToListAsync(Cancellation));
        runs.Select(run => run.Outcome).ShouldBe([RunOutcome.Blocked, RunOutcome.Delivered]);
    }

    [Fact]
    public async Task What_is_still_blocked_is_left_alone_at_a_start()
    {
        await using var bench = await Bench.StartAsync();
        await AnnounceAsync(bench, isEnabled: true);

        await bench.Get<Blocked>().GoOnAsync(null, Cancellation);

        (await bench.ReadAsync(db => db.Runs.SingleAsync(Cancellation))).State.ShouldBe(WorkState.Done);
    }

    private static async Task<Guid> AnnounceAsync(Bench bench, bool isEnabled)
    {
        (bench.Tiers.Enabled, bench.Booster.Tier) = (isEnabled, Tier.Athlete);
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        return connection;
    }
}
