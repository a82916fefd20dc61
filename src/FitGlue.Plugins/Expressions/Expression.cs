using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;

namespace FitGlue.Plugins.Expressions;

/// <summary>A question about a workout, such as <c>type = running and time in 22:00..06:00</c>. Parsed and checked when it is saved; nothing can go wrong when it is asked.</summary>
internal abstract record Expression
{
    /// <summary>Longer ones are refused.</summary>
    public const int LongestText = 2000;

    /// <summary>How deep parentheses and <c>not</c> may lie inside one another.</summary>
    public const int DeepestNesting = 32;

    /// <summary>True, false, or null: it hangs on something that is not known. What is not known decides nothing.</summary>
    public abstract bool? Ask(BoosterInput input);

    /// <summary>The fields that it looks at.</summary>
    public abstract IEnumerable<Field> Fields { get; }

    /// <summary>The values that it compares with.</summary>
    public abstract IEnumerable<Literal> Values { get; }

    /// <summary>Whether it names a kind, of a workout or of a session, whatever it asks about it.</summary>
    public bool Names(Sport kind) => Values.OfType<Literal.Text>().Any(text => Sports.FindKind(text.Words)?.Key == kind.Key);

    /// <summary>Whether it holds. What cannot be told does not hold.</summary>
    public bool Holds(BoosterInput input) => Ask(input) is true;

    /// <summary>As <see cref="ExpressionParser.Parse"/> reads it.</summary>
    public sealed override string ToString() => ExpressionText.Of(this);

    public sealed record And(Expression Left, Expression Right) : Expression
    {
        public override bool? Ask(BoosterInput input) => Left.Ask(input) & Right.Ask(input);

        public override IEnumerable<Field> Fields => Left.Fields.Concat(Right.Fields);

        public override IEnumerable<Literal> Values => Left.Values.Concat(Right.Values);
    }

    public sealed record Or(Expression Left, Expression Right) : Expression
    {
        public override bool? Ask(BoosterInput input) => Left.Ask(input) | Right.Ask(input);

        public override IEnumerable<Field> Fields => Left.Fields.Concat(Right.Fields);

        public override IEnumerable<Literal> Values => Left.Values.Concat(Right.Values);
    }

    public sealed record Not(Expression Inner) : Expression
    {
        public override bool? Ask(BoosterInput input) => !Inner.Ask(input);

        public override IEnumerable<Field> Fields => Inner.Fields;

        public override IEnumerable<Literal> Values => Inner.Values;
    }

    /// <summary>A yes-or-no field by itself.</summary>
    public sealed record Flag(Field Field) : Expression
    {
        public override bool? Ask(BoosterInput input) => Field.Read(input) is [var value, ..] ? value == Literal.Yes : null;

        public override IEnumerable<Field> Fields => [Field];

        public override IEnumerable<Literal> Values => [];
    }

    public sealed record Compare(Field Field, Relation Relation, Literal Value) : Expression
    {
        public override bool? Ask(BoosterInput input) =>
            Field.Read(input) is [var value, ..] ? Relation.Holds(Field.Kind.Compare(value, Value)) : null;

        public override IEnumerable<Field> Fields => [Field];

        public override IEnumerable<Literal> Values => [Value];
    }

    /// <summary>One of several values or ranges.</summary>
    public sealed record In(Field Field, Sequence<Range> Ranges) : Expression
    {
        public override bool? Ask(BoosterInput input) =>
            Field.Read(input) is [var value, ..] ? Ranges.Any(range => range.Holds(value, Field.Kind)) : null;

        public override IEnumerable<Field> Fields => [Field];

        public override IEnumerable<Literal> Values =>
            Ranges.SelectMany(range => range.To is { } to ? [range.From, to] : new[] { range.From });
    }

    /// <summary>A text that has one of several texts in it, or a list that has one of them.</summary>
    public sealed record Contains(Field Field, Sequence<Literal> Parts) : Expression
    {
        public override bool? Ask(BoosterInput input) =>
            Field.Read(input) is { } read ? read.Any(value => Parts.Any(part => Field.Kind.Contains(value, part))) : null;

        public override IEnumerable<Field> Fields => [Field];

        public override IEnumerable<Literal> Values => Parts;
    }

    /// <summary>Whether it started no farther away from a place.</summary>
    public sealed record Near(Position Center, double Meters) : Expression
    {
        private static readonly Field Start = Field.Of("position");

        public override bool? Ask(BoosterInput input) =>
            Start.Read(input) is [Literal.Place start] ? start.Position.MetersTo(Center) <= Meters : null;

        public override IEnumerable<Field> Fields => [Start];

        public override IEnumerable<Literal> Values => [];
    }

    /// <summary>Whether anything is known of a field.</summary>
    public sealed record Known(Field Field, bool IsKnown) : Expression
    {
        public override bool? Ask(BoosterInput input) => Field.Read(input) is not null == IsKnown;

        public override IEnumerable<Field> Fields => [Field];

        public override IEnumerable<Literal> Values => [];
    }
}

/// <summary>A value, or everything from one to another.</summary>
/// <param name="To">Null: the first value alone.</param>
internal sealed record Range(Literal From, Literal? To)
{
    public bool Holds(Literal value, ValueKind kind)
    {
        if (To is null)
        {
            return kind.Compare(value, From) == 0;
        }

        var (reachesFrom, reachesTo) = (kind.Compare(value, From) >= 0, kind.IsBefore(value, To));
        return kind.Compare(From, To) <= 0 ? reachesFrom && reachesTo : kind.Wraps && (reachesFrom || reachesTo);
    }
}

/// <summary>How a value lies to another.</summary>
/// <param name="Sign">As it is written.</param>
internal sealed record Relation(string Sign, Func<int, bool> Holds)
{
    public static IReadOnlyList<Relation> All { get; } =
    [
        new("=", order => order == 0),
        new("!=", order => order != 0),
        new("<", order => order < 0),
        new("<=", order => order <= 0),
        new(">", order => order > 0),
        new(">=", order => order >= 0),
    ];

    /// <summary>One that is there.</summary>
    public static Relation Of(string sign) => All.Single(relation => relation.Sign == sign);

    public bool NeedsOrder => Sign is not ("=" or "!=");
}
