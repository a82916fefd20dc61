using FitGlue.Engine.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Storage;

/// <summary>While the database cannot be written, tries whether it can again; ends the process where the disk cannot be trusted.</summary>
public sealed partial class StorageGuard(
    StorageState storage,
    Maintenance maintenance,
    WorkQueue queue,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StorageGuard> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        storage.Distrusted.Register(lifetime.StopApplication);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>One look; where the database can be written again, work goes on.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (storage.Fault is null)
        {
            return;
        }

        try
        {
            await maintenance.ProbeAsync(cancellationToken);
            await queue.ReleaseAbandonedAsync(cancellationToken);
        }
        catch (Exception exception) when (StorageFaults.Of(exception) is not null)
        {
            LogStill(logger, exception.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The database can still not be written: {Reason}")]
    private static partial void LogStill(ILogger logger, string reason);
}
