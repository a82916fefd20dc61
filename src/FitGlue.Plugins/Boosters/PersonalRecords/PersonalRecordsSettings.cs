using System.ComponentModel.DataAnnotations;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.PersonalRecords;

public sealed record PersonalRecordsSettings : IValidatableObject
{
    [Display(Name = "Kinds", Description = "Which workouts may hold records, such as 'running, hiking'. Empty: all.")]
    [StringLength(500)]
    public string Sports { get; init; } = "";

    [Display(
        Name = "Quiet at the beginning",
        Description = "The first workouts of a kind, so many, are no records: each of them would be one."
    )]
    [Range(1, 100)]
    public int Quiet { get; init; } = 5;

    [Display(Name = "Mark the title", Description = "🎉 stands before the title of a workout with a record.")]
    public bool MarkTitle { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        WordList.WorkoutFaults(Sports, "Kinds", nameof(Sports));
}
