using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Boosters.UserInput;

public sealed record UserInputSettings
{
    [Display(Name = "Question", Description = "What you are asked.")]
    [Required]
    [StringLength(200)]
    public string Question { get; init; } = "How was it?";

    [Display(Name = "The answer becomes", Description = "A paragraph of the description, or the title.")]
    public AnswerField Field { get; init; }

    [Display(Name = "Hours to wait", Description = "After that the workout goes on without an answer.")]
    [Range(1, 168)]
    public int Hours { get; init; } = 24;

    [Display(
        Name = "Without an answer",
        Description = "This text is used where no answer came in time, unless the workout was published first. Empty: nothing is changed."
    )]
    [StringLength(2000)]
    public string Default { get; init; } = "";

    [Display(
        Name = "Publish first",
        Description = "The workout goes to its targets at once, and is updated there when you answer. Otherwise all of them wait."
    )]
    public bool PublishFirst { get; init; }
}

public enum AnswerField
{
    Description,
    Title,
}
