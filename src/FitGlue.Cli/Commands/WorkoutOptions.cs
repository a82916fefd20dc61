using System.CommandLine;

namespace FitGlue.Cli.Commands;

/// <summary>Which pipeline, and which workouts: the same words for looking and for doing.</summary>
internal sealed class WorkoutOptions
{
    public Argument<string> Pipeline { get; } = new("PIPELINE") { Description = "Its name, or its id." };

    public Option<int?> Last { get; } = new("--last") { Description = "So many workouts, the newest." };

    public Option<DateOnly?> From { get; } = new("--from") { Description = "First day, such as 2026-01-31." };

    public Option<DateOnly?> To { get; } = new("--to") { Description = "Last day." };

    public Option<Guid[]> Activities { get; } =
        new("--activity") { Description = "Ids of activities: these alone.", AllowMultipleArgumentsPerToken = true };

    public Option<string?> User { get; } = new("--user") { Description = "Whose, by email; not needed where there is one user." };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the outcome as JSON." };

    public void AddTo(Command command)
    {
        command.Add(Pipeline);
        foreach (var option in new Option[] { Last, From, To, Activities, User, Json, DataDirectoryOption.Option })
        {
            command.Add(option);
        }
    }

    /// <returns>Null: none were named.</returns>
    public IReadOnlyList<Guid>? ActivitiesOf(ParseResult parsed) => parsed.GetValue(Activities) is { Length: > 0 } ids ? ids : null;

    /// <param name="what">The last part of the path.</param>
    public string PathOf(ParseResult parsed, string what)
    {
        var user = parsed.GetValue(User) is { } email ? $"&user={Uri.EscapeDataString(email)}" : "";
        return $"/local/pipelines/{what}?pipeline={Uri.EscapeDataString(parsed.GetValue(Pipeline) ?? "")}{user}";
    }
}
