using FitGlue.Engine.Connections;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Runs;

namespace FitGlue.Engine;

/// <summary>Wakes workers as soon as there is work. A lost hint costs a moment: the sweep wakes the forgotten.</summary>
public sealed class Hints(IGrainFactory grains)
{
    public void Connection(Guid connectionId) => grains.GetGrain<IConnectionGrain>(connectionId).WakeAsync().Ignore();

    public void Athlete(Guid userId) => grains.GetGrain<IAthleteGrain>(userId).WakeAsync().Ignore();

    public void Place(string place) => grains.GetGrain<IDeliveryGrain>(place).WakeAsync().Ignore();

    public void Source(string source) => grains.GetGrain<ISourceGrain>(source).WakeAsync().Ignore();
}
