using System.Globalization;

namespace FitGlue.Plugins.Expressions;

/// <summary>A number, with units where it needs them.</summary>
/// <param name="units">By the words that a rule may write: how many of the field's own unit each is. What is printed comes first, largest first.</param>
internal sealed class Quantity(string expected, bool needsUnit, params IReadOnlyList<(string Unit, double Size)> units) : ValueKind
{
    private const double Largest = 1e9;
    private const int Decimals = 6;

    public static Quantity Plain { get; } = new("a number such as 80", false);

    public static Quantity Beats { get; } = new("beats per minute such as 150", false, ("bpm", 1));

    public static Quantity Energy { get; } = new("kilocalories such as 300", false, ("kcal", 1));

    public static Quantity Share { get; } = new("a percentage such as 70 %", false, ("%", 1));

    public static Quantity Time { get; } =
        new(
            "a duration such as 30 min or 1 h 30 min",
            true,
            ("h", 3600),
            ("min", 60),
            ("s", 1),
            ("hour", 3600),
            ("hours", 3600),
            ("m", 60),
            ("minute", 60),
            ("minutes", 60),
            ("sec", 1),
            ("second", 1),
            ("seconds", 1)
        );

    public static Quantity Length { get; } =
        new(
            "a distance such as 5 km, 800 m or 3 mi",
            true,
            ("km", 1000),
            ("m", 1),
            ("mi", 1609.344),
            ("mile", 1609.344),
            ("miles", 1609.344)
        );

    public override string Expected => expected;

    public override bool IsOrdered => true;

    public override Literal Read(TokenReader tokens)
    {
        var at = tokens.Next;
        var sum = ReadOne(tokens);
        // 1 h 30 min: only where the first had a unit and the next has one too.
        while (needsUnit && tokens.Next.Kind is TokenKind.Number && SizeOf(tokens.Second) is not null)
        {
            sum += ReadOne(tokens);
        }

        return sum <= Largest ? new Literal.Amount(Math.Round(sum, Decimals)) : throw at.Refused($"{at.Text} is too large.");
    }

    public override string TextOf(Literal literal)
    {
        var number = literal is Literal.Amount amount ? amount.Number : 0;
        var (unit, size) = units.FirstOrDefault(unit => unit.Size == 1 || (number >= unit.Size && number % unit.Size == 0), ("", 1));
        var text = (number / size).ToString("0.######", CultureInfo.InvariantCulture);
        return unit.Length == 0 ? text : $"{text} {unit}";
    }

    private double ReadOne(TokenReader tokens)
    {
        var number = tokens.Take(TokenKind.Number, expected);
        var value = double.Parse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (SizeOf(tokens.Next) is { } size)
        {
            tokens.Take();
            return value * size;
        }

        return needsUnit ? throw tokens.Next.Expected($"a unit: {expected}") : value;
    }

    private double? SizeOf(Token token) => units.Where(unit => token.Is(unit.Unit)).Select(unit => (double?)unit.Size).FirstOrDefault();
}

/// <summary>A time of day, to the minute, as the clock of the place showed it. A range runs up to its end, without it, and may cross midnight.</summary>
internal sealed class Clock : ValueKind
{
    private const int Hour = 60;

    public static Clock Instance { get; } = new();

    public override string Expected => "a time of day such as 06:30";

    public override bool IsOrdered => true;

    public override bool Wraps => true;

    public override bool IsBefore(Literal value, Literal end) => Compare(value, end) < 0;

    public override Literal Read(TokenReader tokens)
    {
        var token = tokens.Take(TokenKind.Time, Expected);
        var parts = token.Text.Split(':');
        var (hour, minute) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return hour < 24 && minute < Hour
            ? new Literal.Amount((hour * Hour) + minute)
            : throw token.Refused($"{token.Text} is no time of day: it runs from 00:00 to 23:59.");
    }

    public override string TextOf(Literal literal)
    {
        var minutes = literal is Literal.Amount amount ? (int)amount.Number : 0;
        return $"{minutes / Hour:00}:{minutes % Hour:00}";
    }
}
