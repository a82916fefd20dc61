namespace FitGlue.Engine.Limits;

/// <summary>Whose turn it is when requests are scarce.</summary>
public enum Urgency
{
    /// <summary>Announced or asked for by a person who waits.</summary>
    Live,

    /// <summary>Our own schedule.</summary>
    Reconcile,

    /// <summary>Years of history: it takes what the others leave.</summary>
    Backfill,
}
