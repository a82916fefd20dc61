namespace FitGlue.Engine.Runs;

/// <summary>The one worker on a user's runs: one after another, since a booster may read the history.</summary>
public interface IAthleteGrain : IGrainWithGuidKey
{
    [Orleans.Concurrency.OneWay]
    Task WakeAsync();
}

internal sealed class AthleteGrain(RunStep runs) : Grain, IAthleteGrain
{
    public async Task WakeAsync()
    {
        if (await runs.RunAsync(this.GetPrimaryKey()))
        {
            this.AsReference<IAthleteGrain>().WakeAsync().Ignore();
        }
    }
}
