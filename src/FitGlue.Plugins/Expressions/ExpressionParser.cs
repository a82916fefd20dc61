namespace FitGlue.Plugins.Expressions;

/// <summary>What became of a text.</summary>
internal abstract record Parsed
{
    private Parsed() { }

    public sealed record Rule(Expression Expression) : Parsed;

    /// <param name="Position">Where, the first character being 1.</param>
    /// <param name="Problem">What is wrong there, in a sentence.</param>
    public sealed record Broken(int Position, string Problem) : Parsed;
}

/// <summary>Reads rules. Nothing in a rule is run: it is data that is asked about a workout.</summary>
internal sealed class ExpressionParser
{
    private readonly TokenReader _tokens;
    private int _depth;

    private ExpressionParser(string text) => _tokens = new(text);

    /// <summary>Never throws, whatever the text.</summary>
    public static Parsed Parse(string text)
    {
        if (text.Length > Expression.LongestText)
        {
            return new Parsed.Broken(Expression.LongestText, $"A rule has at most {Expression.LongestText} characters.");
        }

        try
        {
            return new Parsed.Rule(new ExpressionParser(text).Whole());
        }
        catch (SyntaxException exception)
        {
            return new Parsed.Broken(exception.Position, exception.Message);
        }
    }

    private Expression Whole()
    {
        var expression = AnyOf();
        return _tokens.Next.Kind is TokenKind.End ? expression : throw _tokens.Next.Expected("“and”, “or” or the end");
    }

    private Expression AnyOf()
    {
        var left = AllOf();
        while (_tokens.TryTake("or"))
        {
            left = new Expression.Or(left, AllOf());
        }

        return left;
    }

    private Expression AllOf()
    {
        var left = Part();
        while (_tokens.TryTake("and"))
        {
            left = new Expression.And(left, Part());
        }

        return left;
    }

    private Expression Part()
    {
        var at = _tokens.Next;
        if (_tokens.TryTake("not"))
        {
            return new Expression.Not(Deeper(at, Part));
        }

        if (!_tokens.TryTake("("))
        {
            return Test();
        }

        var inner = Deeper(at, AnyOf);
        _tokens.Take(")", "“)”");
        return inner;
    }

    private Expression Deeper(Token at, Func<Expression> inner)
    {
        if (++_depth > Expression.DeepestNesting)
        {
            throw at.Refused($"Parentheses and “not” lie more than {Expression.DeepestNesting} deep.");
        }

        var expression = inner();
        _depth--;
        return expression;
    }

    private Expression Test()
    {
        if (_tokens.TryTake(Place.Near))
        {
            return Place.ReadNear(_tokens);
        }

        var field = FieldHere();
        if (_tokens.TryTake("is"))
        {
            return new Expression.Known(field, IsKnown());
        }

        if (field.Kind is YesOrNo)
        {
            return new Expression.Flag(field);
        }

        var negated = _tokens.TryTake("not");
        Expression? listed =
            _tokens.Next.Is("in") ? In(field)
            : _tokens.Next.Is("contains") ? Contains(field)
            : null;
        return listed is null ? (negated ? throw _tokens.Next.Expected("“in” or “contains”") : Compare(field))
            : negated ? new Expression.Not(listed)
            : listed;
    }

    private Field FieldHere()
    {
        var token = _tokens.Take(TokenKind.Word, "a field, “not” or “(”");
        return Field.All.FirstOrDefault(field => token.Is(field.Name))
            ?? throw token.Refused(
                $"“{token.Text}” is no field.{Suggestion.Of(token.Text, Field.All.Select(field => field.Name).Append(Place.Near))} There are: {string.Join(", ", Field.All.Select(field => field.Name))}."
            );
    }

    private bool IsKnown()
    {
        if (_tokens.TryTake("unknown"))
        {
            return false;
        }

        var known = !_tokens.TryTake("not");
        _tokens.Take("known", "“known” or “unknown”");
        return known;
    }

    private Expression.Compare Compare(Field field)
    {
        var at = _tokens.Next;
        var relation = Relation.All.FirstOrDefault(relation => at.Is(relation.Sign)) ?? throw at.Expected(TestsOf(field));
        if (!field.Kind.CanCompare || (relation.NeedsOrder && !field.Kind.IsOrdered))
        {
            throw at.Refused($"“{field.Name}” cannot be asked with “{at.Text}”; there should be {TestsOf(field)}.");
        }

        _tokens.Take();
        return new(field, relation, field.Kind.Read(_tokens));
    }

    private Expression.In In(Field field)
    {
        var at = _tokens.Take();
        return !field.Kind.CanCompare
            ? throw at.Refused($"“{field.Name}” cannot be asked with “in”; there should be {TestsOf(field)}.")
            : new(field, new(_tokens.TryTake("(") ? List(() => RangeOf(field.Kind)) : [RangeOf(field.Kind)]));
    }

    private Expression.Contains Contains(Field field)
    {
        var at = _tokens.Take();
        return field.Kind.CanContain
            ? new(field, new(_tokens.TryTake("(") ? List(() => field.Kind.Read(_tokens)) : [field.Kind.Read(_tokens)]))
            : throw at.Refused($"“{field.Name}” cannot be asked with “contains”; there should be {TestsOf(field)}.");
    }

    private List<T> List<T>(Func<T> read)
    {
        List<T> items = [read()];
        while (_tokens.TryTake(","))
        {
            items.Add(read());
        }

        _tokens.Take(")", "“,” or “)”");
        return items;
    }

    private Range RangeOf(ValueKind kind)
    {
        var at = _tokens.Next;
        var from = kind.Read(_tokens);
        if (!kind.IsOrdered || !_tokens.TryTake(".."))
        {
            return new(from, null);
        }

        var to = kind.Read(_tokens);
        return (kind.Compare(from, to), kind.Wraps) switch
        {
            (> 0, false) => throw at.Refused($"A range runs from the lower to the higher value: {kind.TextOf(to)}..{kind.TextOf(from)}."),
            (0, _) when !kind.IsBefore(from, to) => throw at.Refused($"{kind.TextOf(from)}..{kind.TextOf(to)} has no length."),
            _ => new(from, to),
        };
    }

    private static string TestsOf(Field field)
    {
        var tests = new List<string>();
        if (field.Kind.CanCompare)
        {
            tests.Add(field.Kind.IsOrdered ? "=, !=, <, <=, >, >=, in" : "=, !=, in");
        }

        if (field.Kind.CanContain)
        {
            tests.Add("contains");
        }

        return tests is [] ? "is known" : string.Join(", ", tests) + " or is known";
    }
}
