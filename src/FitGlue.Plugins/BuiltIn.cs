using FitGlue.Plugins.Boosters.EffortScore;
using FitGlue.Plugins.Boosters.HeartRateSummary;
using FitGlue.Plugins.Boosters.HeartRateZones;
using FitGlue.Plugins.Boosters.OuraHeartRate;
using FitGlue.Plugins.Boosters.RecoveryAdvisor;
using FitGlue.Plugins.Boosters.TrainingLoad;
using FitGlue.Plugins.Sources.Oura;
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
            // boosters
            .AddHeartRateSummary()
            .AddHeartRateZones()
            .AddTrainingLoad()
            .AddRecoveryAdvisor()
            .AddEffortScore()
            .AddOuraHeartRate()
            // targets
            .AddFiles()
            .AddShowcase();
}
