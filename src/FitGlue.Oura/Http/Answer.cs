using System.Text;
using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>A complete answer. Nothing of its body ever goes into a message.</summary>
internal sealed record Answer(int Status, byte[] Body, RateLimit RateLimit)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as JSON, or null where it is none.</summary>
    public JsonDocument? TryParse()
    {
        try
        {
            return JsonDocument.Parse(Strict.GetString(Body).TrimStart('\uFEFF'));
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <exception cref="OuraUnavailableException">The body is not JSON: a web page, or cut off.</exception>
    public JsonDocument Parse() =>
        TryParse() ?? throw new OuraUnavailableException($"Oura answered {Status} with something that is not JSON.", Status);

    /// <summary>Every text below <c>detail</c>, whatever its shape: a string, a list or an object. Empty for a web page.</summary>
    public string Detail()
    {
        using var json = TryParse();
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            return "";
        }

        return string.Join(' ', TextsOf(root.Field("detail") ?? root));
    }

    private static IEnumerable<string> TextsOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.Text() is { } text ? [text] : [],
            JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsOf),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property => TextsOf(property.Value)),
            _ => [],
        };
}
