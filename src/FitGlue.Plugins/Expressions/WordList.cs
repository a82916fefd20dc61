using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Expressions;

/// <summary>A setting that holds words separated by commas.</summary>
internal static class WordList
{
    public static string[] Of(string words) => words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The kinds of workouts and sessions of a setting that was checked.</summary>
    public static IReadOnlyList<Sport> KindsOf(string words) => [.. Of(words).Select(Sports.FindKind).OfType<Sport>().Distinct()];

    /// <summary>The words that are no kind of workout or session.</summary>
    public static IEnumerable<ValidationResult> KindFaults(string words, string label, string member) =>
        Faults(words, label, member, word => Sports.FindKind(word) is null ? NoKind(word) : null);

    /// <summary>The words that are no kind of workout, where sessions do not count.</summary>
    public static IEnumerable<ValidationResult> WorkoutFaults(string words, string label, string member) =>
        Faults(
            words,
            label,
            member,
            word =>
                Sports.Find(word) is not null ? null
                : Sports.FindSession(word) is not null ? $"“{word}” is a session, not a workout: it counts in no history."
                : $"“{word}” is no kind of workout.{Suggestion.Of(word, Sports.All.Select(sport => sport.Key))}"
        );

    /// <summary>That a word is no kind, and which one it may have meant.</summary>
    public static string NoKind(string word) =>
        $"“{word}” is no kind of workout.{Suggestion.Of(word, Sports.All.Concat(Sports.Sessions).Select(sport => sport.Key))}";

    private static IEnumerable<ValidationResult> Faults(string words, string label, string member, Func<string, string?> faultOf) =>
        Of(words)
            .Select(faultOf)
            .OfType<string>()
            .Select(fault => new ValidationResult($"{label}: {fault}", [JsonNamingPolicy.CamelCase.ConvertName(member)]));
}
