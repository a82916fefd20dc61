using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>A session of the Oura app: guided, or recorded as a moment. Its readings are here and not among those of the day.</summary>
public sealed record OuraSession : OuraDocument
{
    /// <summary><c>breathing</c>, <c>meditation</c>, <c>nap</c>, <c>relaxation</c>, <c>rest</c>, <c>body_status</c>, or a word that is new.</summary>
    public string? Type { get; init; }

    /// <summary>Start, with the offset that Oura states.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End. Its offset may differ from that of the start: compare instants.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Beats per minute; null where none was measured.</summary>
    public OuraSamples? HeartRate { get; init; }

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static OuraSession Read(string json) => JsonFields.ReadObject(json, Read);

    internal static OuraSession Read(JsonElement element) =>
        new()
        {
            Id = element.Text("id"),
            Day = element.Day("day"),
            Type = element.Text("type"),
            Start = element.Instant("start_datetime"),
            End = element.Instant("end_datetime"),
            HeartRate = OuraSamples.Read(element.Field("heart_rate")),
            Json = element.GetRawText(),
        };
}
