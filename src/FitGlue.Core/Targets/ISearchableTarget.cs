namespace FitGlue.Core.Targets;

/// <summary>A target that can say whether it has an activity already, without being told its id.</summary>
public interface ISearchableTarget : ITarget
{
    /// <returns>What it has of this activity, from whichever server; null: nothing. Changes nothing there.</returns>
    Task<Receipt?> FindAsync(Shipment shipment, object settings, CancellationToken cancellationToken);
}
