using FitGlue.Plugins.Boosters.HeartRateSummary;
using FitGlue.Plugins.Sources.Oura;
using FitGlue.Plugins.Sources.Upload;
using FitGlue.Plugins.Targets.Files;
using FitGlue.Plugins.Targets.Showcase;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins;

/// <summary>All that comes with FitGlue: one line for each plug-in.</summary>
public static class BuiltIn
{
    public static IServiceCollection AddBuiltInPlugins(this IServiceCollection services) =>
        services
            // sources
            .AddOura()
            .AddUpload()
            // boosters
            .AddHeartRateSummary()
            // targets
            .AddFiles()
            .AddShowcase();
}
