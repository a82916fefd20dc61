namespace FitGlue.Simulator.Collections;

/// <summary>Every collection with documents: its path, its name in webhooks, the scope that opens it.</summary>
internal static class Catalog
{
    public static readonly IReadOnlyList<Collection> All = [new("workout", "workout", "workout", WorkoutDocuments.Of)];
}
