using Microsoft.Extensions.Configuration;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Reads the section, with what environment variables need: secrets in files, and lists in one line.</summary>
internal static class OuraConfiguration
{
    private static readonly string[] InFiles = [nameof(OuraOptions.ClientId), nameof(OuraOptions.ClientSecret)];

    public static void Bind(IConfigurationSection section, OuraOptions options)
    {
        var values = section
            .AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var name in InFiles)
        {
            if (values.Remove($"{name}:File", out var path) && path is { Length: > 0 })
            {
                values[name] = Content(name, path);
            }
        }

        if (values.Remove(nameof(OuraOptions.SettleSchedule), out var line) && line is not null)
        {
            foreach (var (index, wait) in line.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Index())
            {
                values[$"{nameof(OuraOptions.SettleSchedule)}:{index}"] = wait;
            }
        }

        new ConfigurationBuilder().AddInMemoryCollection(values).Build().Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
    }

    private static string Content(string name, string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{OuraOptions.Section}:{name}:File cannot be read: {exception.Message}", exception);
        }
    }
}
