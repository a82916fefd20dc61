using FitGlue.Core.Training;

namespace FitGlue.Plugins.Boosters.HeartRateZones;

/// <summary>The zones of a model, with what a reader calls them.</summary>
/// <param name="Below">What lies under zone 1; null where nothing does.</param>
/// <param name="IsEstimated">They rest on an estimated maximum.</param>
internal sealed record NamedZones(Zones Zones, string? Below, IReadOnlyList<string> Names, bool IsEstimated = false)
{
    private const string Rest = "Rest";
    private static readonly string[] Five = ["Recovery", "Endurance", "Tempo", "Threshold", "VO2 Max"];
    private static readonly string[] Three = ["Easy", "Moderate", "Hard"];

    /// <summary>Null where the zones depend on an athlete of whom too little is known.</summary>
    public static NamedZones? Of(HeartRateZonesSettings settings, HeartRateProfile? profile) =>
        settings switch
        {
            { Model: ZoneModel.Threshold, ThresholdHeartRate: { } threshold } => new(Zones.OfThreshold(threshold), null, Five),
            { Model: ZoneModel.Custom } when HeartRateZonesSettings.BoundsOf(settings.CustomBounds) is { } bounds => new(
                Zones.Custom([.. bounds]),
                Rest,
                []
            ),
            _ when profile is null => null,
            { Model: ZoneModel.ThreeZones } => new(Zones.Three(profile.Max.Bpm), null, Three, profile.Max.IsEstimated),
            { Model: ZoneModel.Reserve } => new(Zones.OfReserve(profile.Reserve), Rest, Five, profile.Max.IsEstimated),
            _ => new(Zones.OfMax(profile.Max.Bpm), Rest, Five, profile.Max.IsEstimated),
        };

    /// <summary>Such as <c>Zone 2 (Endurance)</c>; <c>Zone 2</c> where zones have no names.</summary>
    public string LabelOf(int zone) =>
        zone == 0 ? $"Zone 0 ({Below})"
        : zone <= Names.Count ? $"Zone {zone} ({Names[zone - 1]})"
        : $"Zone {zone}";

    /// <summary>The name alone, where there is one.</summary>
    public string NameOf(int zone) =>
        zone == 0 && Below is not null ? Below
        : zone > 0 && zone <= Names.Count ? Names[zone - 1]
        : $"Zone {zone}";
}
