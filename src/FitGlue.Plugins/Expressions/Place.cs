using System.Globalization;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Expressions;

/// <summary>A place on earth. A rule asks how far from it: <c>near(52.52, 13.405, 500 m)</c>.</summary>
internal sealed class Place : ValueKind
{
    /// <summary>The word before the parentheses.</summary>
    public const string Near = "near";

    /// <summary>Farther apart nothing is near.</summary>
    private const double LargestRadiusMeters = 100_000;

    /// <summary>A device may take a while to find where it is; what it finds later is not where the workout started.</summary>
    private static readonly TimeSpan LatestStart = TimeSpan.FromMinutes(5);

    // A tenth of a meter.
    private const int Decimals = 6;

    private static readonly Quantity Radius = new(
        "a radius in meters such as 500, or 2 km",
        false,
        ("km", 1000),
        ("m", 1),
        ("mi", 1609.344),
        ("mile", 1609.344),
        ("miles", 1609.344)
    );

    public static Place Instance { get; } = new();

    public override string Expected => "nothing: “near” asks how far away a place is";

    public override bool CanCompare => false;

    public override Literal Read(TokenReader tokens) => throw tokens.Next.Expected(Expected);

    public override string TextOf(Literal literal) => literal is Literal.Place place ? TextOf(place.Position) : "";

    public static string TextOf(Expression.Near near) => $"{Near}({TextOf(near.Center)}, {Radius.TextOf(new Literal.Amount(near.Meters))})";

    /// <summary>Where a device recorded that a workout started; null: none did.</summary>
    public static Position? StartOf(Activity activity) =>
        activity
            .Recording?.Points.TakeWhile(point => point.Time - activity.StartTime <= LatestStart)
            .Select(point => point.Position)
            .FirstOrDefault(position => position is not null);

    /// <summary>What stands behind the word: latitude, longitude and radius in parentheses.</summary>
    public static Expression.Near ReadNear(TokenReader tokens)
    {
        tokens.Take("(", "“(”");
        var latitude = Degrees(tokens, "latitude", 90, 52.52);
        tokens.Take(",", "“,”");
        var longitude = Degrees(tokens, "longitude", 180, 13.405);
        tokens.Take(",", "“,”");
        var at = tokens.Next;
        var meters = ((Literal.Amount)Radius.Read(tokens)).Number;
        if (meters is not (> 0 and <= LargestRadiusMeters))
        {
            throw at.Refused("The radius has to be more than 0 and at most 100 km.");
        }

        tokens.Take(")", "“)”");
        return new(new(latitude, longitude), meters);
    }

    private static double Degrees(TokenReader tokens, string what, int largest, double example)
    {
        var at = tokens.Next;
        var sign = tokens.TryTake("-") ? -1 : 1;
        var number = tokens.Take(TokenKind.Number, string.Create(CultureInfo.InvariantCulture, $"a {what} in degrees such as {example}"));
        var degrees = sign * Math.Round(double.Parse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), Decimals);
        return Math.Abs(degrees) <= largest
            ? degrees
            : throw at.Refused($"{(sign < 0 ? "-" : "")}{number.Text} is no {what}: it runs from -{largest} to {largest}.");
    }

    // Negative zero is zero.
    private static string TextOf(Position position) => $"{TextOf(position.Latitude + 0.0)}, {TextOf(position.Longitude + 0.0)}";

    private static string TextOf(double degrees) => degrees.ToString("0.######", CultureInfo.InvariantCulture);
}
