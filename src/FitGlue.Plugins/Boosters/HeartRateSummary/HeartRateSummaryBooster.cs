using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.HeartRateSummary;

/// <summary>Lowest, average and highest heart rate in one line.</summary>
internal sealed class HeartRateSummaryBooster : Booster<HeartRateSummarySettings>
{
    public override BoosterInfo Info { get; } =
        new(
            "heart-rate-summary",
            "Heart Rate Summary",
            Tier.Hobbyist,
            "Lowest, average and highest heart rate, and how much of the workout they stand for."
        );

    protected override Boost Apply(BoosterInput input, HeartRateSummarySettings settings)
    {
        var activity = input.Activity;
        if (activity.HeartRate.Grade is HeartRateGrade.None)
        {
            return new Boost.Skipped("There is no heart rate for this workout.");
        }

        var drift = settings.ShowDrift ? HeartRateDrift.Of(activity) : null;
        return new Boost.Applied(activity, HeartRateSummaryText.Of(activity, settings.ShowCoverage, drift), MetadataOf(activity, drift));
    }

    private static JsonObject MetadataOf(Activity activity, double? drift)
    {
        var heartRate = activity.HeartRate;
        var metadata = new JsonObject
        {
            ["averageBpm"] = heartRate.AverageBpm,
            ["maxBpm"] = heartRate.MaxBpm,
            ["minBpm"] = heartRate.MinBpm,
            ["coverage"] = heartRate.Coverage,
            ["grade"] = JsonNamingPolicy.CamelCase.ConvertName(heartRate.Grade.ToString()),
            ["samples"] = heartRate.Counted,
        };
        if (drift is not null)
        {
            metadata["driftBpm"] = drift;
        }

        return metadata;
    }
}

public static class HeartRateSummaryRegistration
{
    public static IServiceCollection AddHeartRateSummary(this IServiceCollection services) =>
        services.AddSingleton<IBooster, HeartRateSummaryBooster>();
}
