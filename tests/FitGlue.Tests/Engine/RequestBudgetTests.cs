using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Nothing is sent into a known limit, and live work goes first.</summary>
public sealed class RequestBudgetTests
{
    private static readonly RequestLimit Ten = new(10, TimeSpan.FromMinutes(5), PerConnection: 8);
    private static readonly Guid Ann = Guid.Parse("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid Ben = Guid.Parse("00000000-0000-0000-0000-00000000000b");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Urgency.Live, 8)]
    [InlineData(Urgency.Reconcile, 7)]
    [InlineData(Urgency.Backfill, 4)]
    public async Task One_person_gets_their_share_by_urgency(Urgency urgency, int share)
    {
        await using var bench = await Bench.StartAsync();

        (await TakeAllAsync(bench, Ann, urgency)).ShouldBe(share);
    }

    [Fact]
    public async Task Live_work_goes_on_where_a_backfill_has_to_wait_and_all_together_stay_within_the_limit()
    {
        await using var bench = await Bench.StartAsync();

        var sent = await TakeAllAsync(bench, Ann, Urgency.Backfill) + await TakeAllAsync(bench, Ann, Urgency.Live);
        sent.ShouldBe(8);
        (sent + await TakeAllAsync(bench, Ben, Urgency.Live)).ShouldBe(10);
    }

    [Fact]
    public async Task The_time_named_is_the_one_at_which_a_request_fits_again()
    {
        await using var bench = await Bench.StartAsync();
        await TakeAllAsync(bench, Ann, Urgency.Live);

        var refused = await Should.ThrowAsync<RateLimitedException>(() => TakeAsync(bench, Ann, Urgency.Live));
        refused.IsOurs.ShouldBeTrue();
        bench.Time.SetUtcNow(refused.RetryAt);

        (await TakeAllAsync(bench, Ann, Urgency.Live)).ShouldBe(8);
    }

    [Fact]
    public async Task A_told_limit_of_the_application_stops_everybody_and_survives_a_restart()
    {
        await using var bench = await Bench.StartAsync();
        var until = bench.Time.GetUtcNow().AddMinutes(10);
        await Budget(bench).NoteAsync("fake", Ann, new("Wait.", until, LimitScope.Application), Cancellation);

        foreach (var budget in new[] { Budget(bench), new RequestBudget(bench.Get<Database>(), bench.Time) })
        {
            budget.CallFor(Ben, Urgency.Live);
            (await Should.ThrowAsync<RateLimitedException>(() => budget.TakeAsync("fake", Ten, Cancellation).AsTask())).RetryAt.ShouldBe(
                until
            );
        }

        bench.Time.SetUtcNow(until);
        await TakeAsync(bench, Ben, Urgency.Live);
    }

    [Fact]
    public async Task A_told_limit_of_one_token_stops_its_owner_alone()
    {
        await using var bench = await Bench.StartAsync();
        var until = bench.Time.GetUtcNow().AddMinutes(10);
        await Budget(bench).NoteAsync("fake", Ann, new("Wait.", until, LimitScope.Connection), Cancellation);

        await Should.ThrowAsync<RateLimitedException>(() => TakeAsync(bench, Ann, Urgency.Live));
        await TakeAsync(bench, Ben, Urgency.Live);
    }

    [Fact]
    public async Task A_limit_that_the_provider_states_replaces_a_higher_one_of_ours()
    {
        await using var bench = await Bench.StartAsync();
        var told = new RateLimitedException("Wait.", bench.Time.GetUtcNow(), LimitScope.Connection)
        {
            Limit = new(3, TimeSpan.FromMinutes(1)),
        };
        await Budget(bench).NoteAsync("fake", Ann, told, Cancellation);

        (await TakeAllAsync(bench, Ann, Urgency.Live)).ShouldBe(3);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_close_the_door_for_a_day()
    {
        await using var bench = await Bench.StartAsync();
        bench.Time.Advance(TimeSpan.FromDays(1));
        await TakeAllAsync(bench, Ann, Urgency.Live);
        await Budget(bench).NoteAsync("fake", Ann, new("Wait.", bench.Time.GetUtcNow().AddMinutes(50)), Cancellation);
        var dayBefore = new FixedTime(bench.Time.GetUtcNow().AddDays(-1));

        var budget = new RequestBudget(bench.Get<Database>(), dayBefore);
        budget.CallFor(Ann, Urgency.Live);

        await budget.TakeAsync("fake", Ten, Cancellation);
    }

    private static RequestBudget Budget(Bench bench) => bench.Get<RequestBudget>();

    private static async Task TakeAsync(Bench bench, Guid connection, Urgency urgency)
    {
        Budget(bench).CallFor(connection, urgency);
        await Budget(bench).TakeAsync("fake", Ten, Cancellation);
    }

    private static async Task<int> TakeAllAsync(Bench bench, Guid connection, Urgency urgency)
    {
        for (var taken = 0; taken < 100; taken++)
        {
            try
            {
                await TakeAsync(bench, connection, urgency);
            }
            catch (RateLimitedException)
            {
                return taken;
            }
        }

        return 100;
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
