using FitGlue.Core.Activities;

namespace FitGlue.Core.Targets;

/// <summary>Our own server as a place: a page that whoever has its address can read.</summary>
public interface IPublicPages
{
    /// <summary>Publishes or replaces the page of an activity. The address is unguessable and stays.</summary>
    /// <returns>The page's token and its rooted path.</returns>
    Task<Receipt> PublishAsync(Shipment shipment, CancellationToken cancellationToken);
}
