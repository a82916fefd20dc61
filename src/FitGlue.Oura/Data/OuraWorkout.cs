using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>One workout document. Its id stays when the workout is confirmed or edited; its day is that of the start.</summary>
public sealed record OuraWorkout : OuraDocument
{
    /// <summary>What was done: a free, growing vocabulary such as <c>walking</c>.</summary>
    public string? Activity { get; init; }

    /// <summary>Active energy in kilocalories.</summary>
    public double? Calories { get; init; }

    /// <summary>Estimated distance in meters; the ring has no GPS.</summary>
    public double? Distance { get; init; }

    /// <summary>Start, with the offset that Oura states.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End. Its offset may differ from that of the start: compare instants.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary><c>easy</c>, <c>moderate</c>, <c>hard</c>, or a word that is new.</summary>
    public string? Intensity { get; init; }

    /// <summary>The wearer's own name for it.</summary>
    public string? Label { get; init; }

    /// <summary><c>autodetected</c>, <c>confirmed</c>, <c>manual</c>, <c>workout_heart_rate</c>, or a word that is new.</summary>
    public string? Source { get; init; }

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static OuraWorkout Read(string json) => JsonFields.ReadObject(json, Read);

    internal static OuraWorkout Read(JsonElement element) =>
        new()
        {
            Id = element.Text("id"),
            Activity = element.Text("activity"),
            Calories = element.Number("calories"),
            Day = element.Day("day"),
            Distance = element.Number("distance"),
            Start = element.Instant("start_datetime"),
            End = element.Instant("end_datetime"),
            Intensity = element.Text("intensity"),
            Label = element.Text("label"),
            Source = element.Text("source"),
            Json = element.GetRawText(),
        };
}
