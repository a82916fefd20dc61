using FitGlue.Core.Sources;
using FitGlue.Oura;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Which of Oura's two limits a 429 means; pure.</summary>
internal static class OuraLimits
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);
    private static readonly string[] OfOnePerson = ["token", "user", "person", "account", "member"];

    /// <summary>
    /// The values of <c>X-RateLimit-Tier</c> are not documented. A limit taken for that of the application holds too many back for a
    /// while; one wrongly taken for that of a person is run into again by the next person.
    /// </summary>
    public static LimitScope ScopeOf(string? tier) =>
        tier is not null && OfOnePerson.Any(word => tier.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? LimitScope.Connection
            : LimitScope.Application;

    /// <summary>Null: the refusal does not name its limit and its window.</summary>
    public static RequestLimit? StatedIn(RateLimit refusal) =>
        refusal is { Limit: > 0 and var requests, Window: { } window } && window >= ShortestWindow && window <= LongestWindow
            ? new(requests, window)
            : null;
}
