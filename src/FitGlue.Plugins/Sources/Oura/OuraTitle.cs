using System.Text.RegularExpressions;
using FitGlue.Core.Activities;
using FitGlue.Oura;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>The title of a workout: the wearer's own label, else what was done and the word Workout.</summary>
internal static partial class OuraTitle
{
    private const string Workout = "Workout";

    public static string Of(OuraWorkout workout, Sport sport) =>
        string.IsNullOrWhiteSpace(workout.Label)
            ? WithWorkout(sport == Sport.Other ? Words(workout.Activity ?? "") : sport.Name)
            : workout.Label.Trim();

    private static string WithWorkout(string what)
    {
        var title = TitleCase(what);
        return title.Length == 0 ? Workout
            : title.EndsWith(Workout, StringComparison.OrdinalIgnoreCase) ? title
            : $"{title} {Workout}";
    }

    // aquaJogging, aqua_jogging, aqua-jogging → aqua Jogging
    private static string Words(string raw) => Separators().Replace(Humps().Replace(raw, " "), " ").Trim();

    private static string TitleCase(string words) => WordStarts().Replace(words, match => match.Value.ToUpperInvariant());

    [GeneratedRegex(@"(?<=[\p{Ll}\p{N}])(?=\p{Lu})", RegexOptions.None, 1000)]
    private static partial Regex Humps();

    [GeneratedRegex(@"[\s_\-\p{C}]+", RegexOptions.None, 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(@"(?<![\p{L}\p{N}'’])\p{Ll}", RegexOptions.None, 1000)]
    private static partial Regex WordStarts();
}
