using System.Globalization;
using System.Text.RegularExpressions;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Histories;

namespace FitGlue.Plugins.Expressions;

/// <summary>A text with placeholders: <c>{weekday} {title}</c>, <c>{date:d MMMM}</c>. Two braces stand for one.</summary>
internal static partial class Template
{
    private static readonly Dictionary<string, Func<BoosterInput, object?>> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["title"] = input => input.Activity.Title,
        ["description"] = input => input.OriginalDescription,
        ["type"] = input => input.Activity.Type.Name,
        ["rawType"] = input => input.Activity.RawType,
        ["source"] = input => input.Activity.Source,
        ["detection"] = input => input.Activity.Detection,
        ["intensity"] = input => input.Activity.Intensity,
        ["tags"] = input => string.Join(", ", input.Activity.Tags),
        ["date"] = input => new Moment(input.Activity.StartTime, "yyyy-MM-dd"),
        ["time"] = input => new Moment(input.Activity.StartTime, "HH:mm"),
        ["weekday"] = input => new Moment(input.Activity.StartTime, "dddd"),
        ["duration"] = input => Figures.Of(input.Activity.Elapsed),
        ["distance"] = input =>
            input.Activity.DistanceMeters is { } meters ? Figures.OfMeters(meters, input.Activity.DistanceEstimated) : null,
        ["calories"] = input => input.Activity.Calories,
        ["hr.average"] = input => input.Activity.HeartRate.AverageBpm,
        ["hr.max"] = input => (double?)input.Activity.HeartRate.MaxBpm,
        ["hr.min"] = input => (double?)input.Activity.HeartRate.MinBpm,
        ["hr.coverage"] = input => input.Activity.HeartRate.Coverage * 100,
        ["readiness"] = input => Field.Of("readiness").Read(input) is [Literal.Amount score] ? score.Number : null,
    };

    /// <summary>What is wrong with it, in sentences.</summary>
    public static IEnumerable<string> Faults(string template)
    {
        foreach (Match part in Parts.Matches(template))
        {
            var (name, format) = (part.Groups["name"].Value, part.Groups["format"].Value);
            if (part.Groups["stray"].Success)
            {
                yield return $"character {part.Index + 1}: a brace stands alone. A placeholder looks like {{title}}; two braces stand for one.";
            }
            else if (name.Length > 0 && !Values.ContainsKey(name))
            {
                yield return $"character {part.Index + 1}: “{name}” is no placeholder.{Suggestion.Of(name, Values.Keys)} There are: {string.Join(", ", Values.Keys)}.";
            }
            else if (format.Length > 0 && !TakesFormat(name, format))
            {
                yield return $"character {part.Index + 1}: “{format}” is no format for “{name}”. Dates take one such as d MMMM, numbers one such as 0.0.";
            }
        }
    }

    /// <summary>How many days of day records it takes to fill it in.</summary>
    public static BoosterNeeds NeedsOf(string template) => Field.NeedsOf(FieldsOf(template));

    public static IEnumerable<Field> FieldsOf(string template) =>
        Names(template).SelectMany(name => Field.All.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The placeholders that nothing is known for.</summary>
    public static IReadOnlyList<string> Unknown(string template, BoosterInput input) =>
        [.. Names(template).Where(name => Values[name](input) is null).Distinct()];

    /// <summary>Fills in a template that was checked and for which everything is known.</summary>
    public static string Fill(string template, BoosterInput input) =>
        Parts.Replace(
            template,
            part =>
                part.Groups["name"].Success
                    ? TextOf(Values[part.Groups["name"].Value](input), part.Groups["format"].Value)
                    : part.Value[..1]
        );

    private static IEnumerable<string> Names(string template) =>
        Parts.Matches(template).Where(part => part.Groups["name"].Success).Select(part => part.Groups["name"].Value);

    private static string TextOf(object? value, string format) =>
        value switch
        {
            Moment moment => moment.At.ToString(format.Length > 0 ? format : moment.Format, CultureInfo.InvariantCulture),
            double number => number.ToString(format.Length > 0 ? format : "0", CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };

    private static bool TakesFormat(string name, string format) =>
        name.ToLowerInvariant() switch
        {
            "date" or "time" or "weekday" => format.Length > 1 && DateFormat.IsMatch(format),
            "calories" or "readiness" => NumberFormat.IsMatch(format),
            var other => other.StartsWith("hr.", StringComparison.Ordinal) && NumberFormat.IsMatch(format),
        };

    private sealed record Moment(DateTimeOffset At, string Format);

    [GeneratedRegex(
        @"\{\{|\}\}|\{(?<name>[\p{L}.]+)(:(?<format>[^{}]{1,40}))?\}|(?<stray>[{}])",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking,
        1000
    )]
    private static partial Regex Parts { get; }

    // One character alone would be a standard format.
    [GeneratedRegex(
        @"^(d{1,4}|M{1,4}|yy|yyyy|HH?|mm?|ss?|hh?|tt|[ .,:/\-])+$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking,
        1000
    )]
    private static partial Regex DateFormat { get; }

    [GeneratedRegex(@"^0(\.0{1,3})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberFormat { get; }
}
