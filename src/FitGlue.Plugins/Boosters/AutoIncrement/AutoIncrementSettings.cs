using System.ComponentModel.DataAnnotations;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.AutoIncrement;

public sealed record AutoIncrementSettings : IValidatableObject
{
    [Display(
        Name = "Counter",
        Description = "Its name. Pipelines that name the same counter count together, and a workout has one number in it."
    )]
    [RegularExpression("[a-z0-9][a-z0-9-]{0,39}", ErrorMessage = "A counter is named with small letters, digits and hyphens, 40 at most.")]
    public string Counter { get; init; } = "workouts";

    [Display(Name = "Rules", Description = "Which workouts are counted; one rule a line, all have to hold. Empty: every workout.")]
    [DataType(DataType.MultilineText)]
    [StringLength(10_000)]
    public string When { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => RuleLines.Faults(When, "Rules", nameof(When));
}
