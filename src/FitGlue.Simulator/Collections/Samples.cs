using System.Text.Json.Nodes;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>A series inside a document: seconds between items, items that may be null, a start with milliseconds.</summary>
internal static class Samples
{
    public static JsonObject Of(double interval, DateTimeOffset start, IEnumerable<double?> items) =>
        new()
        {
            ["interval"] = Wire.Float(interval),
            ["items"] = JsonNode.Parse($"[{string.Join(',', items.Select(i => i is { } value ? Wire.FloatText(value) : "null"))}]"),
            ["timestamp"] = Wire.SampleTime(start),
        };

    public static IReadOnlyList<double?> Make(int count, Func<int, double?> item) => [.. Enumerable.Range(0, count).Select(item)];

    public static JsonObject Contributors(params IEnumerable<(string Name, int? Value)> contributors)
    {
        var body = new JsonObject();
        foreach (var (name, value) in contributors)
        {
            body[name] = value is { } known ? Math.Clamp(known, 1, 100) : null;
        }

        return body;
    }
}
