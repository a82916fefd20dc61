using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Boosters.OuraHeartRate;

public enum OverlayMode
{
    /// <summary>Only where the activity has no heart rate at all.</summary>
    WhenMissing,

    /// <summary>What the activity has stays; the points without heart rate get the ring's.</summary>
    FillGaps,

    /// <summary>What the activity has gives way.</summary>
    Replace,
}

public sealed record OuraHeartRateSettings
{
    [Display(
        Name = "When",
        Description = "Only for activities without heart rate, to fill the points without one, or instead of what the activity has."
    )]
    public OverlayMode Mode { get; init; }

    [Display(
        Name = "Clock offset",
        Description = "Seconds that are added to the times of the ring, where the clock of the other device is off."
    )]
    [Range(-600, 600)]
    public int OffsetSeconds { get; init; }

    [Display(
        Name = "Follow a suggested offset",
        Description = "Where both have heart rate and it fits clearly better with the clocks shifted by 5 to 120 s, shift it. Else the shift is only told."
    )]
    public bool AutoOffset { get; init; }

    [Display(
        Name = "Keep readings between points",
        Description = "Adds readings that fall between the points as points with a heart rate alone."
    )]
    public bool InsertReadings { get; init; } = true;
}
