using System.ComponentModel.DataAnnotations;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.StreakTracker;

public sealed record StreakTrackerSettings : IValidatableObject
{
    [Display(Name = "Kinds", Description = "Which workouts count, such as 'running, trail running'. Empty: all.")]
    [StringLength(500)]
    public string Sports { get; init; } = "";

    [Display(Name = "Shortest workout", Description = "In minutes. Shorter ones do not count.")]
    [Range(0, 1440)]
    public int MinimumMinutes { get; init; }

    [Display(Name = "Rest days a week", Description = "So many days without a workout do not end a streak, from Monday to Sunday.")]
    [Range(0, 6)]
    public int RestDays { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        WordList.WorkoutFaults(Sports, "Kinds", nameof(Sports));
}
