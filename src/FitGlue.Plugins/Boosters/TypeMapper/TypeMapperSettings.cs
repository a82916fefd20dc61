using System.ComponentModel.DataAnnotations;
using FitGlue.Core.Activities;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.TypeMapper;

public sealed record TypeMapperSettings : IValidatableObject
{
    [Display(
        Name = "Rules",
        Description = "One a line, such as: rawType = \"aqua jogging\" -> water fitness. The first that holds decides."
    )]
    [DataType(DataType.MultilineText)]
    [StringLength(10_000)]
    public string Rules { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        RuleLines
            .Faults(Rules, "Rules", nameof(Rules), withArrow: true)
            .Concat(
                RuleLines
                    .Of(Rules, withArrow: true)
                    .Where(line => Sports.FindKind(line.Then ?? "") is null)
                    .Select(line => new ValidationResult($"Rules: line {line.Line}: {WordList.NoKind(line.Then ?? "")}", ["rules"]))
            );
}
