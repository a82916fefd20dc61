using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Boosters.CaloriesBurned;

public sealed record CaloriesBurnedSettings
{
    [Display(
        Name = "Estimate where the source says nothing",
        Description = "From heart rate, age, sex and weight where they are known, else from the kind of workout and the weight."
    )]
    public bool Estimate { get; init; } = true;
}
