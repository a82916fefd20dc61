using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>One period of sleep. A day may have several; naps, rejected and deleted ones are among them.</summary>
public sealed record OuraSleep : OuraDocument
{
    private const int LongestSeconds = 2 * 86_400;

    // Oura writes 255 where it has no valid value.
    private const int HighestBpm = 254;

    /// <summary><c>long_sleep</c>, <c>sleep</c>, <c>late_nap</c>, <c>rest</c>, <c>deleted</c>, or a word that is new.</summary>
    public string? Type { get; init; }

    /// <summary>When the wearer went to bed, with the offset that Oura states.</summary>
    public DateTimeOffset? BedtimeStart { get; init; }

    /// <summary>Null while the period lasts. Its offset may differ from that of the start: compare instants.</summary>
    public DateTimeOffset? BedtimeEnd { get; init; }

    /// <summary>Time asleep.</summary>
    public TimeSpan? Asleep { get; init; }

    /// <summary>RMSSD, milliseconds.</summary>
    public double? AverageHrv { get; init; }

    /// <summary>Beats per minute.</summary>
    public int? LowestHeartRate { get; init; }

    /// <summary>Beats per minute.</summary>
    public double? AverageHeartRate { get; init; }

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static OuraSleep Read(string json) => JsonFields.ReadObject(json, Read);

    internal static OuraSleep Read(JsonElement element) =>
        new()
        {
            Id = element.Text("id"),
            Day = element.Day("day"),
            Type = element.Text("type"),
            BedtimeStart = element.Instant("bedtime_start"),
            BedtimeEnd = element.Instant("bedtime_end"),
            Asleep = element.Seconds("total_sleep_duration", LongestSeconds),
            AverageHrv = element.Number("average_hrv") is > 0 and < 1000 and var hrv ? hrv : null,
            LowestHeartRate = element.Whole("lowest_heart_rate", 1, HighestBpm),
            AverageHeartRate = element.Number("average_heart_rate") is > 0 and <= HighestBpm and var bpm ? bpm : null,
            Json = element.GetRawText(),
        };
}
