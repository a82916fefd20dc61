using System.ComponentModel.DataAnnotations;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.GoalTracker;

public sealed record GoalTrackerSettings : IValidatableObject
{
    [Display(Name = "Period", Description = "The week, month or year that the workout lies in.")]
    public GoalPeriod Period { get; init; } = GoalPeriod.Week;

    [Display(
        Name = "What is added up",
        Description = "Distance in km, duration in hours, number of workouts, calories in kcal as the sources name them, or minutes in a zone and above."
    )]
    public GoalMetric Metric { get; init; } = GoalMetric.Duration;

    [Display(Name = "Goal", Description = "In km, hours, workouts, kcal or minutes.")]
    [Range(0.1, 1_000_000)]
    public double Target { get; init; } = 5;

    [Display(
        Name = "From zone",
        Description = "For minutes in zones: 1 begins at 50 % of your maximum heart rate, 2 at 60 %, 3 at 70 %, 4 at 80 %, 5 at 90 %."
    )]
    [Range(1, 5)]
    public int FromZone { get; init; } = 3;

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

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        WordList.WorkoutFaults(Sports, "Kinds", nameof(Sports));
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

    /// <summary>Minutes in a zone of heart rate and above.</summary>
    ZoneMinutes,
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
