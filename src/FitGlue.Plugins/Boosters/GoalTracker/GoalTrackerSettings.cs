using System.ComponentModel.DataAnnotations;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.GoalTracker;

public sealed record GoalTrackerSettings : IValidatableObject
{
    [Display(Name = "Period", Description = "The week, month or year that the workout lies in.")]
    public GoalPeriod Period { get; init; } = GoalPeriod.Week;

    [Display(Name = "What is added up", Description = "Distance in km, duration in hours, number of workouts, or active calories in kcal.")]
    public GoalMetric Metric { get; init; } = GoalMetric.Duration;

    [Display(Name = "Goal", Description = "In km, hours, workouts or kcal.")]
    [Range(0.1, 1_000_000)]
    public double Target { get; init; } = 5;

    [Display(Name = "Kinds", Description = "Which workouts count, such as 'running, trail running'. Empty: all.")]
    [StringLength(500)]
    public string Sports { get; init; } = "";

    [Display(Name = "First day of the week", Description = "For goals of a week.")]
    public WeekStart WeekStart { get; init; }

    [Display(
        Name = "Estimated distances",
        Description = "Count and mark them, or leave them out. A ring estimates every distance; GPS measures it."
    )]
    public EstimatedDistances Estimates { get; init; }

    [Display(Name = "Show the pace", Description = "What the period comes to if it goes on like this.")]
    public bool ShowPace { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => WordList.Faults(Sports, "Kinds", nameof(Sports));
}

public enum GoalPeriod
{
    Week,
    Month,
    Year,
}

public enum GoalMetric
{
    Distance,
    Duration,
    Activities,
    Calories,
}

public enum WeekStart
{
    Monday,
    Sunday,
}

public enum EstimatedDistances
{
    Mark,
    LeaveOut,
}
