using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FitGlue.Simulator.State;

/// <summary>How things are written: our own in camelCase, Oura's as Oura writes them.</summary>
internal static class Wire
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Compact, and leaves <c>+</c> and umlauts as they are.</summary>
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A number that always shows its decimal point.</summary>
    public static JsonNode? Float(double? value) => value is { } number ? JsonNode.Parse(FloatText(number)) : null;

    public static string FloatText(double value)
    {
        var text = value.ToString("R");
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    /// <summary>To the second, with a numeric offset, never <c>Z</c>.</summary>
    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz");

    /// <summary>Samples alone carry milliseconds.</summary>
    public static string SampleTime(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd");
}
