using System.CommandLine;
using FitGlue.Engine;

namespace FitGlue.Cli.Commands;

/// <summary>The data directory as the server finds it, unless it is named.</summary>
internal static class DataDirectoryOption
{
    public static Option<string?> Option { get; } =
        new("--data") { Description = "The data directory; default: that of the configuration." };

    public static string Of(ParseResult parsed) =>
        parsed.GetValue(Option) ?? Setting(nameof(EngineOptions.DataDirectory)) ?? new EngineOptions().DataDirectory;

    /// <summary>A setting of the engine as the server finds it; null: not set.</summary>
    public static string? Setting(string name) =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build()[$"{EngineOptions.Section}:{name}"];
}
