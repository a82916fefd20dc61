using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>One document of <c>daily_activity</c>: the 24 hours from 04:00 local time, updated while they last.</summary>
public sealed record OuraDailyActivity : OuraDocument
{
    private const int LongestSeconds = 2 * 86_400;

    /// <summary>Steps of the day.</summary>
    public int? Steps { get; init; }

    /// <summary>How long the ring was not worn.</summary>
    public TimeSpan? NonWear { get; init; }

    /// <summary>Time of medium activity.</summary>
    public TimeSpan? Medium { get; init; }

    /// <summary>Time of high activity.</summary>
    public TimeSpan? High { get; init; }

    /// <summary>
    /// One character for each five minutes: <c>0</c> not worn, <c>1</c> rest, <c>2</c> inactive, <c>3</c> low, <c>4</c> medium,
    /// <c>5</c> high. Shorter while the day lasts.
    /// </summary>
    public string? Classes { get; init; }

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static OuraDailyActivity Read(string json) => JsonFields.ReadObject(json, Read);

    internal static OuraDailyActivity Read(JsonElement element) =>
        new()
        {
            Id = element.Text("id"),
            Day = element.Day("day"),
            Steps = element.Whole("steps", 0, 1_000_000),
            NonWear = element.Seconds("non_wear_time", LongestSeconds),
            Medium = element.Seconds("medium_activity_time", LongestSeconds),
            High = element.Seconds("high_activity_time", LongestSeconds),
            Classes = element.Text("class_5_min"),
            Json = element.GetRawText(),
        };
}
