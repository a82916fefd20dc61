using CsCheck;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using FitGlue.Testing;
using Shouldly;
using Xunit;
using Range = FitGlue.Plugins.Expressions.Range;

namespace FitGlue.Tests.Plugins.Expressions;

/// <summary>What holds for any rule and any text.</summary>
public sealed class ExpressionLaws
{
    private static Gen<Expression> Nears =>
        Gen.Select(Gen.Int[-90_000_000, 90_000_000], Gen.Int[-180_000_000, 180_000_000], Gen.Int[1, 1_000_000])
            .Select((north, east, radius) => (Expression)new Expression.Near(new(north / 1e6, east / 1e6), radius / 10.0));

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[0, 12], Gen.OneOf("a \"quoted\" word", "back\\slash", "it's", ""));

    private static Gen<Expression> Tests { get; } = Gen.Frequency((20, Gen.OneOf([.. Field.All]).SelectMany(TestOf)), (1, Nears));

    private static readonly Gen<Expression> Rules = Gen.Recursive<Expression>(
        (depth, inner) =>
            depth > 6
                ? Tests
                : Gen.Frequency(
                    (4, Tests),
                    (1, Gen.Select(inner, inner, (left, right) => (Expression)new Expression.And(left, right))),
                    (1, Gen.Select(inner, inner, (left, right) => (Expression)new Expression.Or(left, right))),
                    (1, inner.Select(rule => (Expression)new Expression.Not(rule)))
                )
    );

    private static readonly BoosterInput[] Inputs =
    [
        new(Workouts.Strength, "as it came"),
        new(Workouts.Dense with { Recording = new() { Points = [new(Workouts.Dense.StartTime) { Position = new(52.52, 13.405) }] } }, null),
        new(Workouts.Dense with { DistanceMeters = 10_000, Tags = ["a"] }, null),
        new(Workouts.Of(600) with { Type = Sport.Other, Calories = null, RawType = null, Intensity = null, Detection = null }, null),
    ];

    [Fact]
    public void What_is_printed_reads_back_to_the_same() =>
        Rules.Sample(
            rule =>
            {
                if (rule.ToString() is { Length: <= Expression.LongestText } text)
                {
                    ExpressionParser.Parse(text).ShouldBeOfType<Parsed.Rule>(text).Expression.ShouldBe(rule, text);
                }
            },
            iter: 10_000
        );

    [Fact]
    public void Not_turns_what_is_known_and_nothing_else() =>
        Rules.Sample(rule =>
        {
            foreach (var input in Inputs)
            {
                new Expression.Not(rule).Ask(input).ShouldBe(!rule.Ask(input));
                (new Expression.Not(rule).Holds(input) && rule.Holds(input)).ShouldBeFalse();
            }
        });

    [Fact]
    public void And_and_or_turn_into_one_another() =>
        Gen.Select(Rules, Rules)
            .Sample(
                (left, right) =>
                {
                    foreach (var input in Inputs)
                    {
                        new Expression.Not(new Expression.And(left, right))
                            .Ask(input)
                            .ShouldBe(new Expression.Or(new Expression.Not(left), new Expression.Not(right)).Ask(input));
                    }
                }
            );

    [Fact]
    public void No_text_is_too_odd_to_be_refused() =>
        Gen.OneOf(Gen.String, Gen.Char[' ', '~'].Array[0, 60].Select(letters => new string(letters)))
            .Sample(text => Answer(text).ShouldNotBeNull(), iter: 20_000);

    // Pieces of rules in any order come far deeper into the parser than letters do.
    [Fact]
    public void No_heap_of_words_is_too_odd_to_be_refused() =>
        Gen.OneOf([.. Field.All.Select(field => field.Name), .. Pieces])
            .Array[0, 40]
            .Sample(words => Answer(string.Join(' ', words)).ShouldNotBeNull(), iter: 20_000);

    // One letter more, less or else in a good rule.
    [Fact]
    public void No_slip_of_the_pen_is_too_odd_to_be_refused() =>
        Gen.Select(Rules, Gen.Int[0, 2000], Gen.Char)
            .Sample(
                (rule, at, letter) =>
                {
                    var text = rule.ToString();
                    var place = at % (text.Length + 1);
                    Answer(text.Insert(place, $"{letter}")).ShouldNotBeNull();
                    Answer(text[..place]).ShouldNotBeNull();
                },
                iter: 10_000
            );

    private static readonly string[] Pieces =
    [
        "and",
        "or",
        "not",
        "(",
        ")",
        "in",
        "is",
        "known",
        "unknown",
        "contains",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "..",
        ",",
        "%",
        "5",
        "0.25",
        "999999999",
        "22:00",
        "99:99",
        "min",
        "h",
        "km",
        "running",
        "mon",
        "sun",
        "\"",
        "'",
        "\"a b\"",
        "\\",
        "-",
        "ü",
        "hard",
        "near",
        "near(1, -2",
        "52.52",
        "181",
    ];

    // A rule that is read can be asked: nothing is left that could go wrong.
    private static Parsed Answer(string text)
    {
        var parsed = ExpressionParser.Parse(text);
        switch (parsed)
        {
            case Parsed.Broken broken:
                broken.Position.ShouldBeInRange(1, text.Length + 1);
                broken.Problem[^1].ShouldBeOneOf('.', '?');
                break;
            case Parsed.Rule rule:
                foreach (var input in Inputs)
                {
                    rule.Expression.Holds(input).ShouldBe(rule.Expression.Ask(input) == true);
                }

                break;
        }

        return parsed;
    }

    private static Gen<Expression> TestOf(Field field) =>
        field.Kind is YesOrNo
            ? Gen.OneOf<Expression>(new Expression.Flag(field), new Expression.Known(field, true), new Expression.Known(field, false))
            : Gen.OneOf([.. KindsOfTest(field)]);

    private static IEnumerable<Gen<Expression>> KindsOfTest(Field field)
    {
        var literals = LiteralOf(field.Kind);
        yield return Gen.Bool.Select(known => (Expression)new Expression.Known(field, known));
        if (field.Kind.CanCompare)
        {
            var relations = Gen.OneOf([.. Relation.All.Where(relation => field.Kind.IsOrdered || !relation.NeedsOrder)]);
            yield return Gen.Select(relations, literals, (relation, value) => (Expression)new Expression.Compare(field, relation, value));
            yield return RangeOf(field.Kind, literals).List[1, 3].Select(ranges => (Expression)new Expression.In(field, new(ranges)));
        }

        if (field.Kind.CanContain)
        {
            yield return literals.List[1, 3].Select(values => (Expression)new Expression.Contains(field, new(values)));
        }
    }

    private static Gen<Range> RangeOf(ValueKind kind, Gen<Literal> literals) =>
        Gen.Select(literals, literals, Gen.Bool, (from, to, single) => RangeOf(kind, from, to, single));

    private static Range RangeOf(ValueKind kind, Literal from, Literal to, bool single)
    {
        var (order, empty) = (kind.Compare(from, to), !kind.IsBefore(from, from));
        return single || !kind.IsOrdered || (order == 0 && empty) ? new(from, null)
            : order > 0 && !kind.Wraps ? new(to, from)
            : new(from, to);
    }

    private static Gen<Literal> LiteralOf(ValueKind kind) =>
        kind switch
        {
            Clock => Gen.Int[0, 1439].Select(Amount),
            Choice choice => Gen.Int[0, choice.Expected.Split(',').Length - 1].Select(Amount),
            SportWord => Gen.OneOf([.. Sports.All, .. Sports.Sessions]).Select(SportWord.Of),
            Quantity => Gen.OneOf(Gen.Int[0, 999_999].Select(Amount), Gen.Int[0, 999_999_999].Select(n => Amount(n / 1000.0))),
            _ => Text.Select(text => (Literal)new Literal.Text(text)),
        };

    private static Literal Amount(int number) => Amount((double)number);

    private static Literal Amount(double number) => new Literal.Amount(number);
}
