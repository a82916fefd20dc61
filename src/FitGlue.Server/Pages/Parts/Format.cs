using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Engine.Answers;

namespace FitGlue.Server.Pages.Parts;

/// <summary>Figures as a person reads them.</summary>
public static class Format
{
    /// <summary>Such as <c>45 s</c>, <c>31 min</c> or <c>1 h 05 min</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMinutes(1))
        {
            return $"{(int)duration.TotalSeconds} s";
        }

        var minutes = (int)Math.Round(duration.TotalMinutes, MidpointRounding.AwayFromZero);
        return minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60:00} min";
    }

    public static string Calories(double? kilocalories) => kilocalories is { } value ? $"{value:0} kcal" : "–";

    public static string Distance(double meters) =>
        meters < 1000 ? $"{meters:0} m" : $"{(meters / 1000).ToString("0.0#", CultureInfo.InvariantCulture)} km";

    /// <summary>A value of a booster's metadata; what is kept unrounded is rounded for the eye.</summary>
    public static string Figure(JsonNode? value) =>
        value is JsonValue single && single.TryGetValue<string>(out var text) ? text
        : value is JsonValue number && number.TryGetValue<double>(out var figure) ? figure.ToString("0.##", CultureInfo.InvariantCulture)
        : value?.ToJsonString() ?? "–";

    /// <summary>A figure of an answer.</summary>
    public static string Value(Number number) =>
        number switch
        {
            { Value: null } => "not known",
            { Value: { } seconds, Unit: "s" } => Duration(TimeSpan.FromSeconds(seconds)),
            { Value: { } value } => $"{value.ToString("0.##", CultureInfo.InvariantCulture)} {number.Unit}".TrimEnd(),
        };

    public static string Percent(double share) => $"{Math.Floor(share * 100):0} %";

    public static string Day(DateTimeOffset at) => at.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The instant for <c>datetime</c> attributes.</summary>
    public static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>4 min ago</c> or <c>in 2 h</c>; beyond two days the date in UTC.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = (now - at).Duration();
        var text =
            distance < TimeSpan.FromMinutes(1) ? "moments"
            : distance < TimeSpan.FromHours(1) ? $"{(int)distance.TotalMinutes} min"
            : distance < TimeSpan.FromDays(2) ? $"{(int)distance.TotalHours} h"
            : null;
        return text is null ? at.ToUniversalTime().ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)
            : at <= now ? $"{text} ago"
            : $"in {text}";
    }
}
