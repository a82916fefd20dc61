using System.Globalization;

namespace FitGlue.Engine.Answers;

/// <summary>Times and durations as answers say them.</summary>
internal static class Words
{
    /// <summary>Such as <c>45 s</c>, <c>9 min</c>, <c>5 h</c> or <c>3 days</c>.</summary>
    public static string Of(TimeSpan duration) =>
        duration < TimeSpan.FromMinutes(1) ? $"{Math.Max(0, (int)duration.TotalSeconds)} s"
        : duration < TimeSpan.FromHours(2) ? $"{(int)duration.TotalMinutes} min"
        : duration < TimeSpan.FromDays(2) ? $"{(int)duration.TotalHours} h"
        : $"{(int)duration.TotalDays} days";

    /// <summary>Such as <c>15 Jun, 07:42 (5 h ago)</c>, at the place where the person was last seen.</summary>
    public static string At(DateTimeOffset at, TimeSpan? offset, DateTimeOffset now) => $"{Clock(at, offset)} ({Of(now - at)} ago)";

    /// <summary>The same for a time to come or long known.</summary>
    public static string Clock(DateTimeOffset at, TimeSpan? offset) =>
        at.ToOffset(offset ?? TimeSpan.Zero).ToString(offset is null ? "d MMM, HH:mm 'UTC'" : "d MMM, HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>1 workout</c> or <c>3 workouts</c>.</summary>
    public static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? $"{one}s"}";
}
