using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>A series inside a document, such as the heart rate of a session.</summary>
/// <param name="Start">When the first item was measured.</param>
/// <param name="Interval">Between items.</param>
/// <param name="Items">In order; null where nothing was measured.</param>
public sealed record OuraSamples(DateTimeOffset Start, TimeSpan Interval, IReadOnlyList<double?> Items)
{
    private const double LongestSeconds = 86_400;
    private const int MostItems = 200_000;
    private const int MostDays = 7;
    private const int EarliestYear = 1971;
    private const int LatestYear = 2200;

    /// <summary>Null: it lacks start or interval, holds no list, or lies or lasts where nothing can be measured.</summary>
    internal static OuraSamples? Read(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } series
        && series.Instant("timestamp") is { } start
        && series.Number("interval") is > 0 and <= LongestSeconds and var interval
        && series.Field("items") is { ValueKind: JsonValueKind.Array } items
        && items.GetArrayLength() <= MostItems
        && items.GetArrayLength() * interval <= LongestSeconds * MostDays
        && start.Year is >= EarliestYear and <= LatestYear
            ? new(start, TimeSpan.FromSeconds(interval), [.. items.EnumerateArray().Select(item => item.Number())])
            : null;
}
