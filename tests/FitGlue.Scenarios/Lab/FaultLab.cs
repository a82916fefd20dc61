using FitGlue.Engine.Connections;
using FitGlue.Engine.Work;
using FitGlue.Simulator;
using FitGlue.Testing;
using FitGlue.Testing.Lab;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>A person who is connected, on a clock that a fault may move, and the oracle that looks when it is over.</summary>
internal sealed class FaultLab : IAsyncDisposable
{
    private static readonly TimeSpan QuietDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PatienceWithWebhooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAdvance = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(15);

    private readonly SyncOracle _oracle;

    private FaultLab(TestSystem system, TestUser user, SyncOracle oracle, Random draw) =>
        (System, User, _oracle, Draw) = (system, user, oracle, draw);

    public TestSystem System { get; }

    public TestUser User { get; }

    public OuraControl Cloud => System.Simulator.Control;

    public Random Draw { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<FaultLab> StartAsync(int seed, Knobs? knobs = null, params (string Key, string Value)[] settings)
    {
        var system = await TestSystem.StartAsync(knobs, settings);
        var user = await system.AddUserAsync();
        var from = system.Time.GetUtcNow().AddDays(-1);
        await user.AddPipelineAsync(from.AddHours(12));
        await user.ConnectAsync();
        var oracle = new SyncOracle(system.Data, system.Files, system.Simulator, system.Time)
        {
            ImportedFrom = from,
            DeliveredFrom = from.AddHours(12),
        };
        var lab = new FaultLab(system, user, oracle, new Random(seed));
        await lab.IdleAsync();
        system.Simulator.Control.ResetRequests();
        return lab;
    }

    /// <summary>A workout that the person just did, at a time at which they did nothing else.</summary>
    public Workout Train(NewWorkout? order = null)
    {
        var wanted = order ?? new NewWorkout { Activity = "running", Minutes = 20 };
        var known = Cloud.Workouts(wanted.Person);
        var now = System.Time.GetUtcNow();
        var end = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        while (known.Any(workout => workout.Start < end.AddMinutes(15) && workout.End > end.AddMinutes(-wanted.Minutes - 15)))
        {
            end = end.AddMinutes(-5);
        }

        return Cloud.AddWorkout(wanted with { Start = wanted.Start ?? end.AddMinutes(-wanted.Minutes) });
    }

    /// <summary>Lets time pass in slices, and whatever is due in each.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? slice = null)
    {
        // What is on its way arrives first: a jump of the clock would be a timeout to it.
        await IdleAsync();
        var step = slice ?? TimeSpan.FromMinutes(10);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            await PassOneAsync(step < time - passed ? step : time - passed);
            await IdleAsync();
        }
    }

    // Every timer of the process fires as often as its period fits into an advance, so that a day of it takes a while.
    private async Task PassOneAsync(TimeSpan slice)
    {
        if (slice > LongestAdvance)
        {
            await System.JumpAsync(slice - LongestAdvance);
            await IdleAsync();
        }

        await System.AdvanceAsync(slice < LongestAdvance ? slice : LongestAdvance);
    }

    /// <summary>Waits, without moving the clock, until nothing is due or under way and every webhook was tried.</summary>
    public async Task IdleAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var quiet = 0;
        while (quiet < 2)
        {
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            Assert.True(elapsed < QuietDeadline, $"Still busy after {elapsed.TotalSeconds:0} s.");
            await Task.Delay(Poll, TimeProvider.System, Cancellation);

            // A webhook that was refused waits for the clock, which stands still here.
            var isTold = Cloud.PendingDeliveries == 0 || elapsed > PatienceWithWebhooks;
            quiet = isTold && !await IsBusyAsync() ? quiet + 1 : 0;
        }
    }

    /// <summary>Gives the system as long as it may take, in its own time, and looks.</summary>
    public async Task<Verdict> VerdictAsync(TimeSpan within)
    {
        var verdict = await _oracle.LookAsync(Cancellation);
        for (var passed = TimeSpan.Zero; passed < within && !verdict.IsClean; passed += TimeSpan.FromMinutes(10))
        {
            await PassAsync(TimeSpan.FromMinutes(10));
            verdict = await _oracle.LookAsync(Cancellation);
        }

        return verdict;
    }

    public async Task<Connection> ConnectionAsync()
    {
        await using var db = await System.Database.OpenAsync(Cancellation);
        return await db.Connections.AsNoTracking().SingleAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _oracle.DisposeAsync();
        User.Dispose();
        await System.DisposeAsync();
    }

    private async Task<bool> IsBusyAsync()
    {
        await using var db = await System.Database.OpenAsync(Cancellation);
        return await IsBusyAsync(db.Inbox.Where(row => row.ConnectionId != null))
            || await IsBusyAsync(db.Schedule.Where(row => row.BackfillId == null))
            || await IsBusyAsync(db.Backfills.Where(row => row.PausedAt == null))
            || await IsBusyAsync(db.Runs)
            || await IsBusyAsync(db.Deliveries);
    }

    private async Task<bool> IsBusyAsync<T>(IQueryable<T> rows)
        where T : WorkRow =>
        await rows.AnyAsync(row => row.State == WorkState.Running, Cancellation)
        || await rows.AnyAsync(WorkQueue.Due<T>(System.Time.GetUtcNow()), Cancellation);
}
