using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

public enum FitnessLevel
{
    Beginner,
    Intermediate,
    Advanced,
}

/// <summary>All that is judgment and not science, in one place: hours and factors.</summary>
public sealed record RecoveryAdvisorSettings
{
    [Display(Name = "Fitness level", Description = "How quickly you recover: beginners are given longer, the advanced shorter.")]
    public FitnessLevel FitnessLevel { get; init; } = FitnessLevel.Intermediate;

    [Display(Name = "Show training status", Description = "Adds how the load of the last week compares with the last four.")]
    public bool ShowStatus { get; init; } = true;

    [Display(Name = "Hours after an easy effort", Description = "Where the estimate starts for a workout of your usual load.")]
    [Range(4, 96)]
    public double EasyHours { get; init; } = 12;

    [Display(Name = "Hours after a threshold effort", Description = "The same for 10 minutes or more at 70 % of the heart-rate reserve.")]
    [Range(4, 96)]
    public double ThresholdHours { get; init; } = 36;

    [Display(Name = "Hours after a hard effort", Description = "The same for 5 minutes or more at 85 % of the heart-rate reserve.")]
    [Range(4, 96)]
    public double HardHours { get; init; } = 54;

    [Display(
        Name = "Influence of load",
        Description = "The load against the usual, to this power. 0.5 is its square root; 0 leaves it out."
    )]
    [Range(0.0, 1.0)]
    public double LoadExponent { get; init; } = 0.5;

    [Display(Name = "Factor for beginners", Description = "Multiplies the hours of a beginner.")]
    [Range(1.0, 3.0)]
    public double BeginnerFactor { get; init; } = 1.25;

    [Display(Name = "Factor for the advanced", Description = "Multiplies the hours of an advanced athlete.")]
    [Range(0.5, 1.0)]
    public double AdvancedFactor { get; init; } = 0.85;

    [Display(Name = "Factor while building", Description = "Where the last week is 1.3 times the last four, or more.")]
    [Range(1.0, 3.0)]
    public double BuildingFactor { get; init; } = 1.1;

    [Display(Name = "Factor after a sharp increase", Description = "Where the last week is 1.5 times the last four, or more.")]
    [Range(1.0, 3.0)]
    public double SharpIncreaseFactor { get; init; } = 1.2;

    [Display(Name = "Factor for days in a row", Description = "From the third day in a row with a load of 60 or more.")]
    [Range(1.0, 3.0)]
    public double StreakFactor { get; init; } = 1.1;

    [Display(Name = "Factor for one sign of the night", Description = "Such as heart-rate variability below your usual, or short sleep.")]
    [Range(1.0, 3.0)]
    public double OneSignFactor { get; init; } = 1.1;

    [Display(Name = "Factor for two signs", Description = "Two of them; a strong sign counts as two.")]
    [Range(1.0, 3.0)]
    public double TwoSignsFactor { get; init; } = 1.25;

    [Display(Name = "Factor for more signs", Description = "Three or more.")]
    [Range(1.0, 3.0)]
    public double MoreSignsFactor { get; init; } = 1.5;
}
