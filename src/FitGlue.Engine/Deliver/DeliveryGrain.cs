namespace FitGlue.Engine.Deliver;

/// <summary>The one worker on the deliveries of a place, in order of start: a slow place holds nobody else up.</summary>
public interface IDeliveryGrain : IGrainWithStringKey
{
    [Orleans.Concurrency.OneWay]
    Task WakeAsync();
}

internal sealed class DeliveryGrain(DeliverStep deliveries) : Grain, IDeliveryGrain
{
    public async Task WakeAsync()
    {
        if (await deliveries.RunAsync(this.GetPrimaryKeyString()))
        {
            this.AsReference<IDeliveryGrain>().WakeAsync().Ignore();
        }
    }
}
