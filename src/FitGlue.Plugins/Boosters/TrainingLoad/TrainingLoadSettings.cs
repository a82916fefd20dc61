using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Boosters.TrainingLoad;

public enum LoadMethod
{
    /// <summary>Every minute weighed by the heart-rate reserve in use.</summary>
    Banister,

    /// <summary>Minutes in five zones of the maximum, times 1 to 5.</summary>
    Edwards,
}

public sealed record TrainingLoadSettings
{
    [Display(
        Name = "Method",
        Description = "Banister weighs every minute by the heart-rate reserve in use; Edwards counts minutes in zones. Their numbers are not comparable."
    )]
    public LoadMethod Method { get; init; }

    [Display(Name = "Show the weeks", Description = "Adds the load of the 7 and the 28 days up to the workout, by its date.")]
    public bool ShowWeeks { get; init; }
}
