using FitGlue.Plugins.Boosters.ActivityFilter;
using FitGlue.Plugins.Boosters.AutoIncrement;
using FitGlue.Plugins.Boosters.CaloriesBurned;
using FitGlue.Plugins.Boosters.ConditionMatcher;
using FitGlue.Plugins.Boosters.EffortScore;
using FitGlue.Plugins.Boosters.GoalTracker;
using FitGlue.Plugins.Boosters.HeartRateSummary;
using FitGlue.Plugins.Boosters.HeartRateZones;
using FitGlue.Plugins.Boosters.LogicGate;
using FitGlue.Plugins.Boosters.OuraHeartRate;
using FitGlue.Plugins.Boosters.PersonalRecords;
using FitGlue.Plugins.Boosters.RecoveryAdvisor;
using FitGlue.Plugins.Boosters.SourceLink;
using FitGlue.Plugins.Boosters.StreakTracker;
using FitGlue.Plugins.Boosters.TrainingLoad;
using FitGlue.Plugins.Boosters.TypeMapper;
using FitGlue.Plugins.Boosters.UserInput;
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
            .AddActivityFilter()
            .AddAutoIncrement()
            .AddCaloriesBurned()
            .AddConditionMatcher()
            .AddGoalTracker()
            .AddHeartRateSummary()
            .AddLogicGate()
            .AddPersonalRecords()
            .AddSourceLink()
            .AddStreakTracker()
            .AddTypeMapper()
            .AddUserInput()
            .AddHeartRateZones()
            .AddTrainingLoad()
            .AddRecoveryAdvisor()
            .AddEffortScore()
            .AddOuraHeartRate()
            // targets
            .AddFiles()
            .AddShowcase();
}
