using System.Text.Json;
using System.Text.Json.Serialization;

namespace FitGlue.Engine.Connections;

public enum ProbeState
{
    Ok,
    Failed,

    /// <summary>Not asked, because of what came before or because it was not granted.</summary>
    Skipped,
}

/// <summary>One question that was put to the source, and what came of it.</summary>
/// <param name="Id">Stable: <c>token</c>, <c>workouts</c>, <c>heart-rate</c>, <c>days-…</c>, <c>webhooks</c>.</param>
/// <param name="Text">What was found, or what went wrong and whose move it is.</param>
/// <param name="Milliseconds">How long the answer took.</param>
public sealed record Probe(string Id, ProbeState State, string Text, DateTimeOffset At, double Milliseconds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <param name="stored"><see cref="Connection.Probes"/>.</param>
    public static IReadOnlyList<Probe> Read(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<Probe>>(stored, Json)!;

    internal static string Write(IReadOnlyList<Probe> probes) => JsonSerializer.Serialize(probes, Json);
}
