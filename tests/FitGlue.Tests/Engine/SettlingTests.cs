using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Heart rate comes late: how long it is waited for.</summary>
public sealed class SettlingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recent_workout_that_was_found_by_listing_waits_for_its_heart_rate_too()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1), heartRate: false);
        var connection = await bench.ConnectAsync();
        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Provisional);

        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        await bench.WorkAsync(connection);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled);
    }

    [Fact]
    public async Task The_next_event_of_that_person_brings_the_last_look_forward()
    {
        await using var bench = await Bench.StartAsync();
        var start = bench.Time.GetUtcNow().AddHours(-1);
        var connection = await WithoutHeartRateAsync(bench, start);
        await AdvanceAsync(bench, connection, 3, 11, 31, 121);
        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Provisional);

        bench.Source.Put("a", start);
        bench.Source.Put("b", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("b");
        await bench.WorkAsync(connection);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled);
    }

    [Fact]
    public async Task A_look_brought_forward_in_vain_does_not_end_the_waiting()
    {
        await using var bench = await Bench.StartAsync();
        var start = bench.Time.GetUtcNow().AddHours(-1);
        var connection = await WithoutHeartRateAsync(bench, start);
        await AdvanceAsync(bench, connection, 3, 11, 31, 121);
        bench.Source.Put("b", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("b");
        await bench.WorkAsync(connection);
        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Provisional);

        bench.Source.Put("a", start);
        await AdvanceAsync(bench, connection, 25 * 60);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled);
        StoredActivity.Read((await ImportingTests.ActivityAsync(bench, "a")).Content).HeartRate.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_waiting_ends_when_its_schedule_is_over()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await WithoutHeartRateAsync(bench, bench.Time.GetUtcNow().AddHours(-1));

        await AdvanceAsync(bench, connection, 3, 11, 31, 121, 24 * 60 + 1);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled);
        (
            await bench.ReadAsync(db =>
                db.Schedule.AnyAsync(row => row.Kind == FetchKind.Settle && row.State != WorkState.Done, Cancellation)
            )
        ).ShouldBeFalse();
    }

    private static async Task<Guid> WithoutHeartRateAsync(Bench bench, DateTimeOffset start)
    {
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", start, heartRate: false);
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        return connection;
    }

    private static async Task AdvanceAsync(Bench bench, Guid connection, params int[] minutes)
    {
        foreach (var minute in minutes)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(minute));
            await bench.WorkAsync(connection);
        }
    }
}
