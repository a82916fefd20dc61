using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Boosters.HeartRateSummary;

public sealed record HeartRateSummarySettings
{
    [Display(
        Name = "Always show coverage",
        Description = "How much of the workout the samples cover and how far apart they lie. Shown anyway where that is not plain."
    )]
    public bool ShowCoverage { get; init; }

    [Display(
        Name = "Show drift",
        Description = "How the second half of the workout compares with the first, without the first 10 minutes. Needs 20 minutes and close samples."
    )]
    public bool ShowDrift { get; init; }
}
