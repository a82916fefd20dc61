using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Expressions;

/// <summary>A value in a rule, or one read from a workout.</summary>
internal abstract record Literal
{
    private Literal() { }

    public static Literal Yes { get; } = new Amount(1);

    public static Literal No { get; } = new Amount(0);

    public sealed record Amount(double Number) : Literal;

    public sealed record Text(string Words) : Literal;

    public sealed record Place(Position Position) : Literal;
}

/// <summary>What the values of a field are: how they are written, compared and put in order.</summary>
internal abstract class ValueKind
{
    /// <summary>What a rule has to say, with an example.</summary>
    public abstract string Expected { get; }

    /// <summary>Whether one value can lie below another.</summary>
    public virtual bool IsOrdered => false;

    /// <summary>Whether a range may run over the end to the beginning: 22:00..06:00, fri..mon.</summary>
    public virtual bool Wraps => false;

    /// <summary>Whether a rule may ask what it contains.</summary>
    public virtual bool CanContain => false;

    /// <summary>Whether a field of this kind has several values.</summary>
    public virtual bool IsList => false;

    /// <summary>Whether a rule may compare it with a value.</summary>
    public virtual bool CanCompare => !IsList;

    /// <exception cref="SyntaxException">There is something else.</exception>
    public abstract Literal Read(TokenReader tokens);

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public abstract string TextOf(Literal literal);

    /// <returns>Below 0, 0 or above 0; for kinds without an order 0 where they are the same.</returns>
    public virtual int Compare(Literal left, Literal right) =>
        (left, right) switch
        {
            (Literal.Amount a, Literal.Amount b) => a.Number.CompareTo(b.Number),
            (Literal.Text a, Literal.Text b) => string.Equals(a.Words, b.Words, StringComparison.OrdinalIgnoreCase) ? 0 : 1,
            _ => 1,
        };

    /// <summary>Whether a value still belongs to a range that ends there.</summary>
    public virtual bool IsBefore(Literal value, Literal end) => Compare(value, end) <= 0;

    public virtual bool Contains(Literal whole, Literal part) => Compare(whole, part) == 0;
}
