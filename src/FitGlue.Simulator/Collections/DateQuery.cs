using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Simulator.OAuth;

namespace FitGlue.Simulator.Collections;

/// <summary>Reads dates as the real validation does: a date is midnight UTC, a bare number is unix time, offsets count.</summary>
internal static class DateQuery
{
    private const double MillisecondsFrom = 2e10;
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>Null where the parameter is absent or empty; a refusal where it can't be read.</summary>
    public static (DateTimeOffset? Value, IResult? Refusal) Read(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return (null, null);
        }

        return Parse(text) is { } value ? (value, null) : (null, Unreadable(name, text));
    }

    public static DateTimeOffset? Parse(string text)
    {
        if (
            double.TryParse(
                text,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            var milliseconds = Math.Abs(number) > MillisecondsFrom ? number : number * 1000;
            return Math.Abs(milliseconds) < 2e14 ? DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds) : null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
        {
            return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        var iso = text.Length > 10 && text[10] is ' ' ? $"{text[..10]}T{text[11..]}" : text;
        return DateTimeOffset.TryParseExact(
            iso,
            [.. Times, .. Times.Select(t => t + "zzz"), .. Times.Select(t => t + "'Z'")],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;
    }

    private static IResult Unreadable(string name, string input) =>
        OAuthAnswers.Json(
            422,
            new JsonObject
            {
                ["detail"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "datetime_from_date_parsing",
                        ["loc"] = new JsonArray("query", name, "datetime"),
                        ["msg"] = "Input should be a valid datetime or date",
                        ["input"] = input,
                    }
                ),
            }
        );
}
