using FitGlue.Plugins.Expressions;

namespace FitGlue.Plugins.Boosters.ActivityFilter;

/// <summary>What the settings say, all in rules.</summary>
internal static class ActivityFilterRules
{
    /// <summary>One that holds is enough.</summary>
    public static IEnumerable<Expression> Excluding(ActivityFilterSettings settings) =>
        [
            .. AnySport(settings.ExcludeTypes),
            .. AnyWord(settings.ExcludeTitles),
            .. Bound("duration", "<", settings.MinimumMinutes * 60),
            .. Bound("duration", ">", settings.MaximumMinutes * 60),
            .. Bound("calories", "<", settings.MinimumCalories),
            .. Bound("hr.coverage", "<", settings.MinimumCoverage),
            .. RuleLines.Of(settings.Exclude).Select(line => line.Rule),
        ];

    /// <summary>Each has to hold.</summary>
    public static IEnumerable<Expression> Including(ActivityFilterSettings settings) =>
        [
            .. AnySport(settings.IncludeTypes),
            .. AnyWord(settings.IncludeTitles),
            .. RuleLines.Of(settings.Include).Select(line => line.Rule),
        ];

    private static Expression[] AnySport(string words) =>
        WordList.KindsOf(words) is { Count: > 0 } sports
            ? [new Expression.In(Field.Of("type"), new(sports.Select(sport => new Expressions.Range(SportWord.Of(sport), null))))]
            : [];

    private static Expression[] AnyWord(string words) =>
        WordList.Of(words) is { Length: > 0 } texts
            ? [new Expression.Contains(Field.Of("title"), new(texts.Select(text => new Literal.Text(text))))]
            : [];

    private static Expression[] Bound(string field, string sign, double value) =>
        value > 0 ? [new Expression.Compare(Field.Of(field), Relation.Of(sign), new Literal.Amount(value))] : [];
}
