using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Expressions;

/// <summary>A setting that holds words separated by commas.</summary>
internal static class WordList
{
    public static string[] Of(string words) => words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The kinds of workout of a setting that was checked.</summary>
    public static IReadOnlyList<Sport> SportsOf(string words) => [.. Of(words).Select(Sports.Find).OfType<Sport>().Distinct()];

    /// <summary>The words that are no kind of workout.</summary>
    public static IEnumerable<ValidationResult> Faults(string words, string label, string member) =>
        Of(words)
            .Where(word => Sports.Find(word) is null)
            .Select(word => new ValidationResult(
                $"{label}: “{word}” is no kind of workout.{Suggestion.Of(word, Sports.All.Select(sport => sport.Key))}",
                [JsonNamingPolicy.CamelCase.ConvertName(member)]
            ));
}
