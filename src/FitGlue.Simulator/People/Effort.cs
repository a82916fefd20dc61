namespace FitGlue.Simulator.People;

/// <summary>What an activity does to a body.</summary>
internal sealed record Effort(double Fraction, double KilocaloriesPerMinute, double? MetersPerMinute, double Swing)
{
    private static readonly Effort Other = new(0.45, 5.5, null, 6);

    private static readonly Dictionary<string, Effort> Table = new()
    {
        ["walking"] = new(0.30, 2.8, 62, 4),
        ["nordicwalking"] = new(0.42, 4.6, 80, 4),
        ["hiking"] = new(0.48, 5.2, 58, 7),
        ["running"] = new(0.74, 9.6, 168, 5),
        ["cycling"] = new(0.60, 7.9, 340, 8),
        ["mountainbiking"] = new(0.64, 8.4, 240, 11),
        ["strengthtraining"] = new(0.46, 5.1, null, 14),
        ["hiit"] = new(0.68, 9.1, null, 16),
        ["swimming"] = new(0.58, 8.0, 38, 6),
        ["rowing"] = new(0.64, 8.6, 170, 5),
        ["yoga"] = new(0.20, 2.6, null, 4),
        ["housework"] = new(0.24, 2.9, null, 6),
        ["crosscountryskiing"] = new(0.66, 9.0, 150, 8),
    };

    /// <summary>However the name is spelled.</summary>
    public static Effort Of(string activity) => Table.GetValueOrDefault(Key(activity), Other);

    private static string Key(string activity) => string.Concat(activity.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
