using System.ComponentModel.DataAnnotations;
using FitGlue.Core.Activities;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.ConditionMatcher;

public sealed record ConditionMatcherSettings : IValidatableObject
{
    [Display(
        Name = "Rules",
        Description = "One a line, such as: weekday in mon..fri and time in 07:00..09:30, or near(52.52, 13.405, 500 m). All have to hold. Without rules nothing is changed."
    )]
    [DataType(DataType.MultilineText)]
    [StringLength(10_000)]
    public string When { get; init; } = "";

    [Display(Name = "Title", Description = "The new title, such as: {weekday} commute, 255 characters at the most. Empty: it stays.")]
    [StringLength(200)]
    public string Title { get; init; } = "";

    [Display(Name = "Description", Description = "A paragraph for the description, with placeholders such as {duration}. Empty: none.")]
    [DataType(DataType.MultilineText)]
    [StringLength(2000)]
    public string Description { get; init; } = "";

    [Display(Name = "Kind", Description = "The new kind of workout, such as cycling. Empty: it stays.")]
    [StringLength(50)]
    public string Type { get; init; } = "";

    [Display(Name = "Tags", Description = "To be added, separated by commas.")]
    [StringLength(500)]
    public string Tags { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        RuleLines
            .Faults(When, "Rules", nameof(When))
            .Concat(TemplateFaults("Title", Title, "title"))
            .Concat(TemplateFaults("Description", Description, "description"))
            .Concat(TemplateFaults("Tags", Tags, "tags"))
            .Concat(Type.Trim().Length == 0 || Sports.FindKind(Type) is not null ? [] : WordList.KindFaults(Type, "Kind", nameof(Type)));

    private static IEnumerable<ValidationResult> TemplateFaults(string label, string template, string member) =>
        Template.Faults(template).Select(fault => new ValidationResult($"{label}, {fault}", [member]));
}
