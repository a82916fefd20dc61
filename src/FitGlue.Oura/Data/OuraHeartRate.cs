using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>One heart rate reading.</summary>
/// <param name="Time">When it was read, UTC.</param>
/// <param name="Bpm">Beats per minute.</param>
/// <param name="Source"><c>awake</c>, <c>workout</c>, <c>rest</c>, <c>sleep</c>, <c>live</c>, <c>session</c>, or a word that is new.</param>
public readonly record struct OuraHeartRate(DateTimeOffset Time, int Bpm, string? Source)
{
    private const double Highest = 1000;

    /// <summary>Null: the row lacks time or rate.</summary>
    internal static OuraHeartRate? Read(JsonElement row) =>
        TimeOf(row) is { } time && row.Number("bpm") is >= 0 and <= Highest and var bpm
            ? new(time, (int)Math.Round(bpm), row.Text("source"))
            : null;

    // timestamp_unix (milliseconds) came with version 1.29 and is absent in older answers.
    private static DateTimeOffset? TimeOf(JsonElement row) =>
        row.Instant("timestamp")
        ?? (row.Number("timestamp_unix") is >= 0 and < 1e14 and var unix ? DateTimeOffset.FromUnixTimeMilliseconds((long)unix) : null);
}
