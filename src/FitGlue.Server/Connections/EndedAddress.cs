using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Server.Connections;

/// <summary>The address on which a browser ended that could not reach us, as the person copied it.</summary>
internal static class EndedAddress
{
    private const int Longest = 8000;

    /// <returns>What the provider says in it; null: it is no answer of a provider.</returns>
    public static IReadOnlyDictionary<string, string>? Query(string? address)
    {
        if (address is null or { Length: > Longest } || !Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri))
        {
            return null;
        }

        var query = QueryHelpers
            .ParseQuery(uri.Query)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return query.ContainsKey("state") ? query : null;
    }
}
