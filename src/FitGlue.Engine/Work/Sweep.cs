using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FitGlue.Engine.Work;

/// <summary>Wakes the workers of whatever is due. It claims nothing, so that two sweeps only wake twice.</summary>
public sealed partial class Sweep(
    Database database,
    Registry registry,
    Hints hints,
    Schedule.Recurring recurring,
    PutBack putBack,
    IOptions<EngineOptions> options,
    TimeProvider time,
    ILogger<Sweep> logger
) : BackgroundService
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private long _lastRound = time.GetUtcNow().UtcTicks;

    /// <summary>Whether it has looked within the last half minute, or within three rounds where these are longer.</summary>
    public bool IsAlive =>
        time.GetUtcNow().UtcTicks - Interlocked.Read(ref _lastRound)
        < Math.Max(LongestSilence.Ticks, 3 * options.Value.SweepInterval.Ticks);

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await putBack.CatchUpAsync(cancellationToken);
        await recurring.CatchUpAsync(cancellationToken);
        var now = time.GetUtcNow();
        await using var db = await database.OpenAsync(cancellationToken);
        var inbox = db
            .Inbox.Where(WorkQueue.Due<Inbox.InboxEvent>(now))
            .Where(row => row.ConnectionId != null)
            .Select(row => row.ConnectionId!.Value);
        var schedule = db
            .Schedule.Where(WorkQueue.Due<Schedule.ScheduledFetch>(now))
            .Where(row => row.BackfillId == null)
            .Select(row => row.ConnectionId);
        var backfills = db
            .Backfills.Where(WorkQueue.Due<Backfills.Backfill>(now))
            .Where(row => row.PausedAt == null)
            .Select(row => row.ConnectionId);
        var resting = db.Connections.Where(row => row.PausedAt != null).Select(row => row.Id);
        foreach (var connection in await inbox.Union(schedule).Union(backfills).Except(resting).ToListAsync(cancellationToken))
        {
            hints.Connection(connection);
        }

        var due = db.Runs.Where(WorkQueue.Due<Runs.Run>(now)).Select(row => row.UserId);
        var users = due.Union(db.Runs.Where(row => row.IsOutdated).Select(row => row.UserId)).Union(Matching.Reconsidering.Waiting(db));
        foreach (var user in await users.ToListAsync(cancellationToken))
        {
            hints.Athlete(user);
        }

        var places = db.Deliveries.Where(WorkQueue.Due<Deliver.Delivery>(now)).Select(row => row.Place).Distinct();
        foreach (var place in await places.ToListAsync(cancellationToken))
        {
            hints.Place(place);
        }

        foreach (var source in registry.Sources.Keys)
        {
            hints.Source(source);
        }

        Interlocked.Exchange(ref _lastRound, now.UtcTicks);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "Looking for due work failed; the next round tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
