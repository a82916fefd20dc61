using FitGlue.Engine.Backup;
using FitGlue.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Upkeep;

/// <summary>Once a night: checks the database, compares documents with their hashes, makes a backup, and tidies up.</summary>
public sealed partial class Nightly(
    Maintenance maintenance,
    Integrity integrity,
    Scrub scrub,
    Backups backups,
    Tidying tidying,
    StorageState storage,
    TimeProvider time,
    ILogger<Nightly> logger
) : BackgroundService
{
    private const int Hour = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>A task that failed is not tried again in the next minutes.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <summary>Does what is due.</summary>
    public async Task RunDueAsync(CancellationToken cancellationToken)
    {
        (string Name, Func<CancellationToken, Task> Work)[] tasks =
        [
            (MaintenanceRecord.Integrity, integrity.RunAsync),
            (MaintenanceRecord.Scrub, scrub.RunAsync),
            (MaintenanceRecord.Backup, BackUpAsync),
            (MaintenanceRecord.Tidying, tidying.RunAsync),
        ];
        foreach (var (name, work) in tasks)
        {
            if (storage.Fault is null && await IsDueAsync(name, cancellationToken))
            {
                await RunAsync(name, work, cancellationToken);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first look comes after the first interval: a start is for the work that waits.
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception, "upkeep");
            }
        }
    }

    // A night that the server slept through is made up for after the start.
    private async Task<bool> IsDueAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetLocalNow();
        if (await maintenance.FailureAsync(name, cancellationToken) is { } failure && failure.LastRunAt <= now)
        {
            return failure.LastRunAt < now - AfterFailure;
        }

        var night = new DateTimeOffset(now.Date, now.Offset).AddHours(Hour);
        var last = await maintenance.LastAsync(name, cancellationToken);
        return last is null
            // The clock was put back since.
            || last.LastRunAt > now
            || last.LastRunAt < (now >= night ? night : night.AddDays(-1));
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            if (await maintenance.FailureAsync(name, cancellationToken) is not null)
            {
                await maintenance.NoteAsync(MaintenanceRecord.FailureOf(name), good: true, "It is over.", cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            storage.Note(exception);
            LogFailed(logger, exception, name);
            await maintenance.NoteAsync(MaintenanceRecord.FailureOf(name), good: false, exception.Message, cancellationToken);
        }
    }

    private async Task BackUpAsync(CancellationToken cancellationToken)
    {
        // On a thread of its own: it copies and hashes the whole database.
        var file = await Task.Run(backups.MakeAndRotate, cancellationToken);
        await maintenance.NoteAsync(MaintenanceRecord.Backup, good: true, $"Made and verified {file}.", cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The nightly {Task} failed; it is tried again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception, string task);
}
