namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

/// <summary>One word for the load of the last week against that of the last four. A trend: a ratio diagnoses nothing.</summary>
/// <param name="Id">For programs.</param>
/// <param name="Name">For the reader.</param>
internal sealed record LoadStatus(string Id, string Name)
{
    public const double BuildingRatio = 1.3;
    public const double SharpIncreaseRatio = 1.5;
    private const double SteadyRatio = 0.8;

    public static LoadStatus? Of(double? ratio) =>
        ratio switch
        {
            null => null,
            < SteadyRatio => new("detraining", "Easing off"),
            < BuildingRatio => new("maintaining", "Steady"),
            < SharpIncreaseRatio => new("building", "Building"),
            _ => new("overreaching", "Sharp increase"),
        };
}
