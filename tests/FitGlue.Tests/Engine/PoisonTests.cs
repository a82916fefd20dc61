using FitGlue.Core;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Work that keeps ending the server is set aside, with a reason and a way back.</summary>
public sealed class PoisonTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_ended_the_server_three_times_is_set_aside_and_the_next_one_is_taken()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await bench.AnnounceAsync("poison");
        await bench.AnnounceAsync("fine");
        var queue = bench.Get<WorkQueue>();

        for (var death = 1; death <= 3; death++)
        {
            (await ClaimAsync(queue))!.Row.ObjectId.ShouldBe("poison", $"death {death}");
            await queue.ReleaseAllAsync(Cancellation);
        }

        (await ClaimAsync(queue))!.Row.ObjectId.ShouldBe("fine");
        var letter = (await bench.Get<DeadLetters>().ListAsync(bench.UserId, Cancellation)).ShouldHaveSingleItem();
        letter.Reason.ShouldContain("ended three times while working on this");
        (letter.What, letter.Attempts, letter.Crashes).ShouldBe(("workout poison, announced by fake", 0, 3));
    }

    [Fact]
    public async Task Steps_that_end_well_in_between_start_the_count_again()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await bench.AnnounceAsync("a");
        var queue = bench.Get<WorkQueue>();
        for (var death = 1; death <= 2; death++)
        {
            await ClaimAsync(queue);
            await queue.ReleaseAllAsync(Cancellation);
        }

        var claim = (await ClaimAsync(queue))!;
        await queue.SettleAsync(claim, row => row.Id == claim.Row.Id, new Fate.Snoozed(bench.Time.GetUtcNow(), "Later."), Cancellation);
        await ClaimAsync(queue);
        await queue.ReleaseAllAsync(Cancellation);

        (await ClaimAsync(queue)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_row_of_another_process_whose_lease_is_over_counts_too_and_one_of_ours_does_not()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await bench.AnnounceAsync("a");
        var queue = bench.Get<WorkQueue>();
        await ClaimAsync(queue);
        bench.Time.Advance(TimeSpan.FromMinutes(3));

        (await ClaimAsync(queue))!.Row.Crashes.ShouldBe(0, "this process is alive");
        await bench.WriteAsync(db => db.Inbox.Single().LeaseOwner = Guid.NewGuid());
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        (await ClaimAsync(queue))!.Row.Crashes.ShouldBe(1);
    }

    [Fact]
    public async Task The_reconcile_of_a_connection_is_never_given_up()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        for (var death = 1; death <= 5; death++)
        {
            await bench.WriteAsync(db => Running(db.Schedule.Single(row => row.Kind == FetchKind.Reconcile)));
            await bench.Get<WorkQueue>().ReleaseAllAsync(Cancellation);
        }

        var row = await bench.ReadAsync(db => db.Schedule.SingleAsync(row => row.Kind == FetchKind.Reconcile, Cancellation));
        (row.State, row.Crashes).ShouldBe((WorkState.Retrying, 5));
        row.NextAttemptAt.ShouldBe(bench.Time.GetUtcNow().AddHours(1));
        row.LastError!.ShouldContain("tried again in an hour");
    }

    [Fact]
    public async Task What_was_given_up_is_tried_again_or_let_go_by_its_owner_alone()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        await bench.AnnounceAsync("b");
        await bench.WriteAsync(db =>
            db.Inbox.ToList().ForEach(row => (row.State, row.LastError, row.Crashes) = (WorkState.Dead, "Broken.", 3))
        );
        var letters = bench.Get<DeadLetters>();
        var listed = await letters.ListAsync(bench.UserId, Cancellation);
        listed.Count.ShouldBe(2);
        var (first, second) = (listed.Single(letter => letter.What.Contains(" a,")), listed.Single(letter => letter.What.Contains(" b,")));

        (await letters.RetryAsync(Guid.NewGuid(), first.Queue, first.Id, Cancellation)).ShouldBeFalse("it is another's");
        (await letters.ListAsync(Guid.NewGuid(), Cancellation)).ShouldBeEmpty();
        (await letters.RetryAsync(bench.UserId, DeadLetterQueue.Runs, first.Id, Cancellation)).ShouldBeFalse("that is another queue");
        (await letters.RetryAsync(bench.UserId, first.Queue, first.Id, Cancellation)).ShouldBeTrue();
        (await letters.DismissAsync(bench.UserId, second.Queue, second.Id, Cancellation)).ShouldBeTrue();
        await bench.WorkAsync(connection);

        (await letters.ListAsync(bench.UserId, Cancellation)).ShouldBeEmpty();
        var rows = await bench.ReadAsync(db => db.Inbox.OrderBy(row => row.Id).ToListAsync(Cancellation));
        (rows[0].State, rows[0].LastError).ShouldBe((WorkState.Done, null));
        (rows[1].State, rows[1].LastError).ShouldBe((WorkState.Done, "Dismissed. Broken."));
    }

    [Fact]
    public async Task What_was_to_go_to_a_target_that_is_gone_is_over_and_not_stuck()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        bench.Target.Before = _ => throw new UnavailableException("Down.");
        await bench.WorkAsync(connection);
        await bench.WriteAsync(db => db.Pipelines.Single().Targets = []);
        bench.Time.Advance(TimeSpan.FromHours(1));

        await bench.WorkAsync(connection);

        var delivery = await bench.ReadAsync(db => db.Deliveries.SingleAsync(Cancellation));
        (delivery.State, delivery.LastError).ShouldBe((WorkState.Done, "Not delivered: this target was removed from its pipeline."));
        (await bench.Get<DeadLetters>().ListAsync(bench.UserId, Cancellation)).ShouldBeEmpty();
    }

    private static void Running(WorkRow row) => (row.State, row.LeaseOwner) = (WorkState.Running, Guid.NewGuid());

    private static Task<Claim<FitGlue.Engine.Inbox.InboxEvent>?> ClaimAsync(WorkQueue queue) =>
        queue.ClaimAsync(db => db.Inbox.OrderBy(row => row.Id), Cancellation);
}
