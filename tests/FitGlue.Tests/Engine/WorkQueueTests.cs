using FitGlue.Core;
using FitGlue.Engine.Inbox;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Claims, leases and fates.</summary>
public sealed class WorkQueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_whose_lease_is_over_is_taken_up_by_another_and_its_old_owner_writes_nothing()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await bench.AnnounceAsync("a");
        var queue = bench.Get<WorkQueue>();
        var first = (await ClaimAsync(queue))!;
        (await ClaimAsync(queue)).ShouldBeNull("it is taken");

        bench.Time.Advance(TimeSpan.FromMinutes(3));
        var second = (await ClaimAsync(queue))!;
        await Should.ThrowAsync<LeaseLostException>(() =>
            queue.FinishAsync(
                first,
                row => row.Id == first.Row.Id,
                (db, row) =>
                {
                    db.Timeline.Add(
                        new()
                        {
                            ActivityId = Guid.NewGuid(),
                            At = bench.Time.GetUtcNow(),
                            What = "never",
                        }
                    );
                    return Task.FromResult<Fate>(new Fate.Done());
                },
                Cancellation
            )
        );
        await queue.SettleAsync(first, row => row.Id == first.Row.Id, new Fate.Dead("late"), Cancellation);

        second.Row.Id.ShouldBe(first.Row.Id);
        var row = await bench.ReadAsync(db => db.Inbox.SingleAsync(Cancellation));
        (row.State, row.LeaseOwner).ShouldBe((WorkState.Running, second.Owner));
        (await bench.ReadAsync(db => db.Timeline.AnyAsync(Cancellation))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_start_takes_up_what_a_dead_process_was_at()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await bench.AnnounceAsync("a");
        var queue = bench.Get<WorkQueue>();
        await ClaimAsync(queue);

        await queue.ReleaseAllAsync(Cancellation);

        (await ClaimAsync(queue)).ShouldNotBeNull();
    }

    [Fact]
    public void Waits_grow_to_a_cap_and_end()
    {
        var now = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var waits = Enumerable.Range(0, 14).Select(attempt => Fate.Of(new UnavailableException("Down."), attempt, now, 0)).ToList();

        waits.Cast<Fate.Retried>().Select(fate => fate.At).ShouldBeInOrder();
        waits.Cast<Fate.Retried>().ShouldAllBe(fate => fate.At <= now.AddHours(6));
        Fate.Of(new UnavailableException("Down."), 1000, now, 0).ShouldBeOfType<Fate.Retried>("an outage ends, and loses nothing");
        Fate.Of(new InvalidOperationException("Broken."), 14, now, 0).ShouldBeOfType<Fate.Dead>();
        Fate.Of(new RateLimitedException("Wait.", now.AddMinutes(5)), 99, now, 0).ShouldBe(new Fate.Snoozed(now.AddMinutes(5), "Wait."));
        Fate.Of(new MisconfiguredException("Wrong portal."), 0, now, 0).ShouldBe(new Fate.NeedsYou("Wrong portal."));
        Fate.Of(new InvalidOperationException("secret-token"), 0, now, 0).ShouldBeOfType<Fate.Retried>().Why.ShouldNotContain("secret");
    }

    private static Task<Claim<InboxEvent>?> ClaimAsync(WorkQueue queue) =>
        queue.ClaimAsync(db => db.Inbox.OrderBy(row => row.Id), Cancellation);
}
