using System.ComponentModel.DataAnnotations;
using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.LogicGate;

public sealed record LogicGateSettings : IValidatableObject
{
    [Display(Name = "Rules", Description = "One a line, such as: type = running. Without rules the gate does nothing.")]
    [DataType(DataType.MultilineText)]
    [StringLength(10_000)]
    public string Rules { get; init; } = "";

    [Display(Name = "Fits where", Description = "All rules hold, any of them holds, or none of them holds.")]
    public GateMode Mode { get; init; }

    [Display(Name = "What fits", Description = "Goes on to the next booster, or halts: it is sent nowhere.")]
    public GateStep OnMatch { get; init; } = GateStep.Continue;

    [Display(Name = "What does not fit", Description = "Goes on to the next booster, or halts: it is sent nowhere.")]
    public GateStep OnNoMatch { get; init; } = GateStep.Halt;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => RuleLines.Faults(Rules, "Rules", nameof(Rules));
}

public enum GateMode
{
    All,
    Any,
    None,
}

public enum GateStep
{
    Continue,
    Halt,
}
