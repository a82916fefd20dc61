using FitGlue.Engine.History;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Storage;

namespace FitGlue.Engine.Runs;

/// <summary>The one worker on a user's runs: one after another, since a booster may read the history.</summary>
public interface IAthleteGrain : IGrainWithGuidKey
{
    [Orleans.Concurrency.OneWay]
    Task WakeAsync();
}

internal sealed class AthleteGrain(RunStep runs, Refreshing refreshing, Reconsidering reconsidering, StorageState storage)
    : Grain,
        IAthleteGrain
{
    public async Task WakeAsync()
    {
        var user = this.GetPrimaryKey();
        if (await runs.RunAsync(user) || (storage.Fault is null && (await refreshing.RunAsync(user) || await reconsidering.RunAsync(user))))
        {
            this.AsReference<IAthleteGrain>().WakeAsync().Ignore();
        }
    }
}
