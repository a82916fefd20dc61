using FitGlue.Engine.Athletes;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Days;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Orleans.Concurrency;

namespace FitGlue.Engine.Connections;

/// <summary>The one worker on a connection's inbox and schedule.</summary>
public interface IConnectionGrain : IGrainWithGuidKey
{
    [OneWay]
    Task WakeAsync();
}

internal sealed class ConnectionGrain(
    Pausing pausing,
    InboxStep inbox,
    SettleStep settle,
    WindowStep windows,
    ImportStep import,
    ReconcileStep reconcile,
    ListedStep listed,
    DaysStep days,
    AthleteStep athlete,
    RepairStep repair,
    BackfillStep backfills
) : Grain, IConnectionGrain
{
    // One slice a turn, live work first: what comes in between is looked at before the next slice.
    public async Task WakeAsync()
    {
        var connection = this.GetPrimaryKey();
        if (await pausing.IsPausedAsync(connection))
        {
            return;
        }

        var worked =
            await inbox.RunAsync(connection)
            || await settle.RunAsync(connection)
            || await windows.RunAsync(connection)
            || await import.RunAsync(connection)
            || await reconcile.RunAsync(connection)
            || await listed.RunAsync(connection)
            || await days.RunAsync(connection)
            || await athlete.RunAsync(connection)
            || await repair.RunAsync(connection)
            || await backfills.RunAsync(connection);
        if (worked)
        {
            this.AsReference<IConnectionGrain>().WakeAsync().Ignore();
        }
    }
}

/// <summary>The one worker on what is app-wide at a source: webhook subscriptions.</summary>
public interface ISourceGrain : IGrainWithStringKey
{
    [OneWay]
    Task WakeAsync();
}

internal sealed class SourceGrain(SubscriptionStep subscriptions, StorageState storage, IHostApplicationLifetime lifetime)
    : Grain,
        ISourceGrain
{
    // Without a database to write the outcome to, it would ask the source again and again.
    public Task WakeAsync() =>
        storage.Fault is null ? subscriptions.RunAsync(this.GetPrimaryKeyString(), lifetime.ApplicationStopping) : Task.CompletedTask;
}
