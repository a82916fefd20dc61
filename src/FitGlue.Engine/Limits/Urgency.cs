namespace FitGlue.Engine.Limits;

/// <summary>What goes first where a provider's limit is near.</summary>
public enum Urgency
{
    /// <summary>Announced by the source, waited for by a person, or heart rate that is expected.</summary>
    Live,

    /// <summary>Our own look at the last days.</summary>
    Reconcile,

    /// <summary>History.</summary>
    Backfill,
}
