using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Boosters.EffortScore;

public sealed record EffortScoreSettings
{
    [Display(Name = "Show reasons", Description = "Adds the two things in which the workout differs most from your usual.")]
    public bool ShowReasons { get; init; } = true;
}
