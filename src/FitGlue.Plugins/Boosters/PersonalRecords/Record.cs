using System.Globalization;
using FitGlue.Core.Activities;
using FitGlue.Plugins.Histories;

namespace FitGlue.Plugins.Boosters.PersonalRecords;

/// <summary>Something that a person may do more of than ever before.</summary>
/// <param name="Key">In the metadata.</param>
/// <param name="Of">In the unit that is printed, whole: what prints alike is no record. Null: not known, or not measured.</param>
internal sealed record Measure(string Key, string Name, Func<Activity, double?> Of, Func<double, string> Text)
{
    private const double MetersPerStep = 10;

    /// <summary>No distance that was estimated, no pace made from one, and no heart rate: a higher one is no achievement.</summary>
    public static IReadOnlyList<Measure> All { get; } =
    [
        new(
            "duration",
            "Longest workout",
            activity => Math.Floor(activity.Elapsed.TotalMinutes),
            minutes => Figures.Of(TimeSpan.FromMinutes(minutes))
        ),
        new(
            "distance",
            "Longest distance",
            activity =>
                activity is { DistanceEstimated: false, DistanceMeters: > 0 and var meters } ? Math.Floor(meters / MetersPerStep) : null,
            steps => Figures.OfMeters(steps * MetersPerStep, estimated: false)
        ),
        new(
            "calories",
            "Most calories",
            activity => activity.Calories is { } calories ? Math.Floor(calories + 0.5) : null,
            calories => $"{calories.ToString("0", CultureInfo.InvariantCulture)} kcal"
        ),
    ];
}

/// <param name="Value">As <see cref="Measure.Of"/> has it.</param>
/// <param name="Before">The best until then, and the day when it was first reached.</param>
internal sealed record Record(Measure Measure, double Value, double Before, DateOnly Since)
{
    public override string ToString() =>
        $"• {Measure.Name}: {Measure.Text(Value)} (before: {Measure.Text(Before)} on {Since.ToString("O", CultureInfo.InvariantCulture)})";

    /// <param name="earlier">Workouts of the same kind, by start.</param>
    /// <param name="quiet">So many must have been measured before there can be a record.</param>
    public static Record? Of(Measure measure, Activity activity, IReadOnlyList<Activity> earlier, int quiet)
    {
        List<(double Value, DateOnly Day)> known = [];
        foreach (var past in earlier)
        {
            if (measure.Of(past) is { } measured)
            {
                known.Add((measured, past.LocalDate));
            }
        }

        if (measure.Of(activity) is not { } value || known.Count < quiet)
        {
            return null;
        }

        var (before, since) = known.OrderByDescending(past => past.Value).ThenBy(past => past.Day).First();
        return value > before ? new(measure, value, before, since) : null;
    }
}
