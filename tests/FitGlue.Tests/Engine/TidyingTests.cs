using FitGlue.Core.Sources;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What nobody needs any more goes, and nothing else.</summary>
public sealed class TidyingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_for_nobody_go_after_a_week_and_those_for_somebody_stay()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        await AddEventAsync(bench, "known", bench.Source.Account);
        await AddEventAsync(bench, "unknown", "nobody");
        bench.Time.Advance(TimeSpan.FromDays(6));
        await AddEventAsync(bench, "fresh", "nobody");

        bench.Time.Advance(TimeSpan.FromDays(2));
        await bench.Get<Tidying>().RunAsync(Cancellation);

        var left = await bench.ReadAsync(db => db.Inbox.Select(row => row.ObjectId).ToListAsync(Cancellation));
        left.ShouldBe(["known", "fresh"], ignoreOrder: true);
    }

    [Fact]
    public async Task Fetches_that_are_done_go_after_two_weeks_and_those_that_wait_stay()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ConnectAsync();
        var waiting = await bench.ReadAsync(db => db.Schedule.CountAsync(row => row.State != WorkState.Done, Cancellation));
        (await bench.ReadAsync(db => db.Schedule.AnyAsync(row => row.State == WorkState.Done, Cancellation))).ShouldBeTrue();

        bench.Time.Advance(TimeSpan.FromDays(15));
        await bench.Get<Tidying>().RunAsync(Cancellation);

        (await bench.ReadAsync(db => db.Schedule.CountAsync(Cancellation))).ShouldBe(waiting);
    }

    private static Task AddEventAsync(Bench bench, string objectId, string account) =>
        bench.WriteAsync(db =>
            db.Inbox.Add(
                new()
                {
                    Source = "fake",
                    ExternalUserId = account,
                    DataType = "workout",
                    ObjectId = objectId,
                    EventType = SourceEventType.Create,
                    EventTime = bench.Time.GetUtcNow(),
                    Body = [],
                    ReceivedAt = bench.Time.GetUtcNow(),
                    NextAttemptAt = bench.Time.GetUtcNow(),
                }
            )
        );
}
