using System.ComponentModel.DataAnnotations;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.ActivityFilter;

/// <summary>As they are they hold nothing back.</summary>
public sealed record ActivityFilterSettings : IValidatableObject
{
    [Display(Name = "Hold back these kinds", Description = "Such as 'walking, house work, meditation', separated by commas.")]
    [StringLength(500)]
    public string ExcludeTypes { get; init; } = "";

    [Display(Name = "Hold back titles with", Description = "Words that a title may have in it, separated by commas.")]
    [StringLength(500)]
    public string ExcludeTitles { get; init; } = "";

    [Display(
        Name = "Hold back by rule",
        Description = "One rule a line, such as: time in 22:00..06:00 and duration < 20 min. A workout for which one of them holds goes no further."
    )]
    [DataType(DataType.MultilineText)]
    [StringLength(10_000)]
    public string Exclude { get; init; } = "";

    [Display(Name = "Take only these kinds", Description = "Separated by commas. Empty: the kind does not matter.")]
    [StringLength(500)]
    public string IncludeTypes { get; init; } = "";

    [Display(Name = "Take only titles with", Description = "One of these words, separated by commas. Empty: the title does not matter.")]
    [StringLength(500)]
    public string IncludeTitles { get; init; } = "";

    [Display(Name = "Take only by rule", Description = "One rule a line. Each of them has to hold.")]
    [DataType(DataType.MultilineText)]
    [StringLength(10_000)]
    public string Include { get; init; } = "";

    [Display(Name = "Shortest workout", Description = "In minutes. 0: no workout is too short.")]
    [Range(0, 1440)]
    public int MinimumMinutes { get; init; }

    [Display(Name = "Longest workout", Description = "In minutes. 0: no workout is too long.")]
    [Range(0, 1440)]
    public int MaximumMinutes { get; init; }

    [Display(Name = "Fewest calories", Description = "In kcal. A workout whose calories are not known passes.")]
    [Range(0, 10_000)]
    public int MinimumCalories { get; init; }

    [Display(Name = "Least heart-rate coverage", Description = "In percent of the workout. Needs heart rate where it is above 0.")]
    [Range(0, 100)]
    public int MinimumCoverage { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        WordList
            .KindFaults(ExcludeTypes, "Hold back these kinds", nameof(ExcludeTypes))
            .Concat(WordList.KindFaults(IncludeTypes, "Take only these kinds", nameof(IncludeTypes)))
            .Concat(RuleLines.Faults(Exclude, "Hold back by rule", nameof(Exclude)))
            .Concat(RuleLines.Faults(Include, "Take only by rule", nameof(Include)))
            .Concat(MaximumMinutes > 0 && MaximumMinutes < MinimumMinutes ? [TooShort()] : []);

    private static ValidationResult TooShort() => new("The longest workout is shorter than the shortest.", ["maximumMinutes"]);
}
