using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FitGlue.Core.Boosters;

namespace FitGlue.Plugins.Expressions;

/// <param name="Line">Of the setting, the first is 1.</param>
/// <param name="Then">What stands behind an arrow; null where there is none.</param>
internal sealed record RuleLine(int Line, Expression Rule, string? Then)
{
    /// <summary>Why it does not hold, for the person.</summary>
    public string WhyNot(BoosterInput input) =>
        Rule.Ask(input) is not null
            ? $"“{Rule}” does not hold"
            : Unknown(input) switch
            {
                [] => $"“{Rule}” cannot be told",
                [var one] => $"“{Rule}” cannot be told, because {one} is not known",
                var several => $"“{Rule}” cannot be told, because {string.Join(" and ", several)} are not known",
            };

    private List<string> Unknown(BoosterInput input) =>
        [.. Rule.Fields.Where(field => field.Read(input) is null).Select(field => field.Name).Distinct()];
}

/// <summary>A setting that holds one rule a line. Empty lines and those that begin with # are left out.</summary>
internal static class RuleLines
{
    public const int MostRules = 50;
    private const string Arrow = "->";

    /// <summary>The rules of a setting that was checked.</summary>
    public static IReadOnlyList<RuleLine> Of(string text, bool withArrow = false) =>
        [.. Read(text, withArrow).Select(line => line.Rule).OfType<RuleLine>()];

    /// <summary>What is wrong with a setting: line, position and what was expected.</summary>
    public static IEnumerable<ValidationResult> Faults(string text, string label, string member, bool withArrow = false)
    {
        var read = Read(text, withArrow).ToList();
        var faults = read.Select(line => line.Fault).OfType<string>();
        return (read.Count > MostRules ? faults.Append($"There are {read.Count} rules; {MostRules} are the most.") : faults).Select(
            fault => new ValidationResult($"{label}: {fault}", [JsonNamingPolicy.CamelCase.ConvertName(member)])
        );
    }

    private static IEnumerable<(RuleLine? Rule, string? Fault)> Read(string text, bool withArrow)
    {
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (line.TrimStart() is { Length: > 0 } content && !content.StartsWith('#'))
            {
                yield return ReadOne(line.TrimEnd(), index + 1, withArrow);
            }
        }
    }

    private static (RuleLine? Rule, string? Fault) ReadOne(string line, int number, bool withArrow)
    {
        var arrow = withArrow ? line.LastIndexOf(Arrow, StringComparison.Ordinal) : line.Length;
        if (arrow < 0)
        {
            return (null, $"line {number}: there is no “{Arrow}” in it.");
        }

        return ExpressionParser.Parse(line[..arrow]) switch
        {
            Parsed.Rule rule => (new(number, rule.Expression, withArrow ? line[(arrow + Arrow.Length)..].Trim() : null), null),
            Parsed.Broken broken => (null, $"line {number}, character {broken.Position}: {broken.Problem}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
