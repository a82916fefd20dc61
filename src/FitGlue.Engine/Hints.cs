using FitGlue.Engine.Connections;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Runs;
using Microsoft.Extensions.Hosting;

namespace FitGlue.Engine;

/// <summary>Wakes workers as soon as there is work. A lost hint costs a moment: the sweep wakes the forgotten.</summary>
public sealed class Hints(IGrainFactory grains, IHostApplicationLifetime lifetime)
{
    public void Connection(Guid connectionId) => Wake(() => grains.GetGrain<IConnectionGrain>(connectionId).WakeAsync());

    public void Athlete(Guid userId) => Wake(() => grains.GetGrain<IAthleteGrain>(userId).WakeAsync());

    public void Place(string place) => Wake(() => grains.GetGrain<IDeliveryGrain>(place).WakeAsync());

    public void Source(string source) => Wake(() => grains.GetGrain<ISourceGrain>(source).WakeAsync());

    // While the server stops nobody is woken: the next start finds the work.
    private void Wake(Func<Task> wake)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            wake().Ignore();
        }
    }
}
