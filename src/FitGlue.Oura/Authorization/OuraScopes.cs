namespace FitGlue.Oura.Authorization;

/// <summary>Scopes have two spellings, with the new portal's prefix and without, and one of them was renamed.</summary>
public static class OuraScopes
{
    /// <summary>What the new portal puts before a scope.</summary>
    public const string Prefix = "extapi:";

    /// <summary>Splits a scope string and brings each name to its bare, current form, each once, in the order given.</summary>
    public static IReadOnlyList<string> Normalize(string scopes) =>
        [.. scopes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Bare).Where(scope => scope.Length > 0).Distinct()];

    private static string Bare(string scope)
    {
        var bare = scope.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? scope[Prefix.Length..] : scope;
        return bare == "spo2Daily" ? "spo2" : bare;
    }
}
