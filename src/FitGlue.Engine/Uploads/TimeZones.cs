namespace FitGlue.Engine.Uploads;

/// <summary>Time zones by the names that the IANA gave them, such as <c>Europe/Helsinki</c>.</summary>
public static class TimeZones
{
    public const int LongestId = 64;

    /// <summary>Null: this machine knows no such zone.</summary>
    public static TimeZoneInfo? Find(string? id) =>
        id is { Length: > 0 and <= LongestId }
        && char.IsAsciiLetter(id[0])
        && id.All(IsOfName)
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : null;

    // The name becomes that of a file, and may come from anybody.
    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+';
}
