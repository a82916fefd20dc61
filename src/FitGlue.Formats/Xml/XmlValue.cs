using System.Globalization;

namespace FitGlue.Formats.Xml;

/// <summary>Numbers and times as writers of many programs put them into text. What cannot be one is absent.</summary>
internal static class XmlValue
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    // What lies before cannot be written to FIT.
    private static readonly DateTimeOffset Earliest = new(1998, 7, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2126, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static double? Positive(string? text) => Number(text) is > 0 and var number ? number : null;

    public static int? Whole(string? text, int most) =>
        Number(text) is >= 0 and var number && number <= most ? (int)Math.Round(number) : null;

    /// <summary>Sensors that lost the skin write 0.</summary>
    public static int? Bpm(string? text) => Whole(text, 254) is > 0 and var bpm ? bpm : null;

    /// <summary>To the millisecond, at most a month: what is longer is a mistake.</summary>
    public static TimeSpan? Seconds(string? text) =>
        Number(text) is >= 0 and <= 31 * 86_400 and var seconds ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : null;

    /// <summary>An instant; in UTC where the text names no offset.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            Times,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
            out var time
        )
        && time >= Earliest
        && time < Latest
            ? time
            : null;

    /// <summary>Whether the text says what the clock on the wall showed.</summary>
    public static bool HasOffset(string? text) => text is { Length: > 6 } && text[^6] is '+' or '-' && text[^3] is ':';
}
