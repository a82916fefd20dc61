using System.Globalization;
using FitGlue.Engine.Fetch;

namespace FitGlue.Server.Activities;

/// <summary>One difference between two versions of an activity.</summary>
/// <param name="Field">As the API names it.</param>
/// <param name="From">Null: not known before.</param>
/// <param name="To">Null: not known any more.</param>
public sealed record FieldChange(string Field, string? From, string? To)
{
    public override string ToString() => $"{Field} {From ?? "–"} → {To ?? "–"}";
}

/// <summary>What changed from one version to the next; pure.</summary>
public static class RevisionChanges
{
    private static readonly (string Field, Func<StoredActivity, string?> Value)[] Fields =
    [
        ("title", activity => activity.Title),
        ("type", activity => activity.RawType is { } raw && activity.Type == "other" ? $"{activity.TypeName} ({raw})" : activity.TypeName),
        ("start", activity => Time(activity.StartTime)),
        ("end", activity => Time(activity.EndTime)),
        ("calories", activity => Number(activity.Calories)),
        ("distance", activity => activity.DistanceMeters is { } meters ? $"{Number(meters)} m" : null),
        ("intensity", activity => activity.Intensity),
        ("detection", activity => activity.Detection),
        ("description", activity => activity.Description),
        ("tags", activity => activity.Tags.IsDefaultOrEmpty ? null : string.Join(", ", activity.Tags)),
        ("heartRateSamples", activity => (activity.HeartRate?.Samples ?? 0).ToString(CultureInfo.InvariantCulture)),
        ("averageHeartRate", activity => Number(activity.HeartRate?.AverageBpm)),
    ];

    /// <returns>Nothing where the versions say the same, such as one that came back after it was deleted.</returns>
    public static IReadOnlyList<FieldChange> Between(StoredActivity earlier, StoredActivity later) =>
        [
            .. Fields
                .Select(field => new FieldChange(field.Field, field.Value(earlier), field.Value(later)))
                .Where(change => change.From != change.To),
        ];

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string? Number(double? value) => value?.ToString("0.#", CultureInfo.InvariantCulture);
}
