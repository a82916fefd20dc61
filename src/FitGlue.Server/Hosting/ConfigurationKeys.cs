using FitGlue.Engine;
using FitGlue.Engine.Tiers;

namespace FitGlue.Server.Hosting;

/// <summary>A setting that nobody reads is a typing error, and a silent one may be a missing safeguard.</summary>
public static class ConfigurationKeys
{
    /// <exception cref="ConfigurationException">Names each unknown key and the nearest known one.</exception>
    public static void RejectUnknownKeys(this IConfiguration configuration)
    {
        const string tiers = TierOptions.Section;
        var unknown = UnknownIn(configuration, EngineOptions.Section, [.. NamesOf<EngineOptions>(), LastOf(tiers)])
            .Concat(UnknownIn(configuration, tiers, NamesOf<TierOptions>()))
            .ToList();
        if (unknown.Count > 0)
        {
            throw new ConfigurationException(string.Join(' ', unknown));
        }
    }

    private static IEnumerable<string> UnknownIn(IConfiguration configuration, string section, List<string> known)
    {
        var prefix = section.Replace(":", "__");
        return configuration
            .GetSection(section)
            .GetChildren()
            .Select(child => child.Key)
            .Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(key => $"There is no setting {prefix}__{key}. Did you mean {prefix}__{Nearest(key, known)}?");
    }

    private static List<string> NamesOf<TOptions>() => [.. typeof(TOptions).GetProperties().Select(property => property.Name)];

    private static string LastOf(string section) => section.Split(':')[^1];

    private static string Nearest(string key, IEnumerable<string> known) => known.MinBy(candidate => Distance(key, candidate))!;

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[^1];
    }
}

/// <summary>The configuration is not usable; the message names every fault.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
