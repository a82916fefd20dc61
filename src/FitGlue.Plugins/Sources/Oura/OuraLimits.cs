using FitGlue.Core.Sources;
using FitGlue.Oura;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Which of Oura's two limits a 429 means; pure.</summary>
internal static class OuraLimits
{
    private static readonly string[] OfOnePerson = ["token", "user", "person", "account", "member"];

    /// <summary>
    /// The values of <c>X-RateLimit-Tier</c> are not documented. A limit taken for that of the application holds too many back for a
    /// while; one wrongly taken for that of a person is run into again by the next person.
    /// </summary>
    public static LimitScope ScopeOf(string? tier) =>
        tier is not null && OfOnePerson.Any(word => tier.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? LimitScope.Connection
            : LimitScope.Application;

    /// <summary>The limit as stated; null where it is not, or is one that nobody could work with.</summary>
    public static RequestLimit? Stated(RateLimit told) =>
        told is { Limit: >= 10 and var requests, Window: { } window } && window > TimeSpan.Zero && window <= TimeSpan.FromHours(1)
            ? new(requests, window)
            : null;
}
