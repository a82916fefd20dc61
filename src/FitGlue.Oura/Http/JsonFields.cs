using System.Globalization;
using System.Text.Json;

namespace FitGlue.Oura;

/// <summary>Tolerant reading: what is missing, null or of another kind is null.</summary>
internal static class JsonFields
{
    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static T ReadObject<T>(string json, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind is JsonValueKind.Object
            ? read(document.RootElement)
            : throw new JsonException("A document is a JSON object.");
    }

    public static string? Text(this JsonElement element, string name) => element.Field(name)?.Text();

    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is valid JSON and no valid text.
            return null;
        }
    }

    public static double? Number(this JsonElement element, string name) => element.Field(name)?.Number();

    public static double? Number(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A whole number in [lowest, highest], rounded where it came with a fraction.</summary>
    public static int? Whole(this JsonElement element, string name, int lowest, int highest) =>
        element.Number(name) is { } number && number >= lowest && number <= highest ? (int)Math.Round(number) : null;

    public static TimeSpan? Seconds(this JsonElement element, string name, int highest) =>
        element.Number(name) is { } number && number >= 0 && number <= highest ? TimeSpan.FromSeconds(number) : null;

    public static DateOnly? Day(this JsonElement element, string name) =>
        DateOnly.TryParseExact(element.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>A time with the offset that it states; null where it states none.</summary>
    public static DateTimeOffset? Instant(this JsonElement element, string name) =>
        element.Text(name) is { } text && StatesOffset(text) ? InstantOrUtc(text) : null;

    /// <summary>A time; UTC where it states no offset.</summary>
    public static DateTimeOffset? InstantOrUtc(string? text) =>
        DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    private static bool StatesOffset(string text) => text.EndsWith('Z') || text.LastIndexOf('+') > 10 || text.LastIndexOf('-') > 10;

    public static JsonElement? Field(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var field) ? field : null;
        }
        catch (InvalidOperationException)
        {
            // The same in the name of some other field.
            return null;
        }
    }
}
