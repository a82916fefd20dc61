using System.Diagnostics;

namespace FitGlue.Plugins.Expressions;

/// <summary>Writes a rule in the one form that reads back to the same.</summary>
internal static class ExpressionText
{
    public static string Of(Expression expression) =>
        expression switch
        {
            Expression.Or or => $"{Of(or.Left)} or {Inside(or.Right, inner => inner is Expression.Or)}",
            Expression.And and =>
                $"{Inside(and.Left, inner => inner is Expression.Or)} and {Inside(and.Right, inner => inner is Expression.Or or Expression.And)}",
            Expression.Not not => $"not {Inside(not.Inner, inner => inner is Expression.Or or Expression.And)}",
            Expression.Flag flag => flag.Field.Name,
            Expression.Near near => Place.TextOf(near),
            Expression.Known known => $"{known.Field.Name} is {(known.IsKnown ? "known" : "unknown")}",
            Expression.Compare compare => $"{compare.Field.Name} {compare.Relation.Sign} {compare.Field.Kind.TextOf(compare.Value)}",
            Expression.In range => $"{range.Field.Name} in {Listed(range.Ranges, item => TextOf(item, range.Field.Kind))}",
            Expression.Contains contains => $"{contains.Field.Name} contains {Listed(contains.Parts, contains.Field.Kind.TextOf)}",
            _ => throw new UnreachableException(),
        };

    private static string Inside(Expression expression, Func<Expression, bool> needsParentheses) =>
        needsParentheses(expression) ? $"({Of(expression)})" : Of(expression);

    private static string Listed<T>(Sequence<T> items, Func<T, string> textOf) =>
        items is [var only] ? textOf(only) : $"({string.Join(", ", items.Select(textOf))})";

    private static string TextOf(Range range, ValueKind kind) =>
        range.To is { } to ? $"{kind.TextOf(range.From)}..{kind.TextOf(to)}" : kind.TextOf(range.From);
}
