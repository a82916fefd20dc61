using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Training;
using FitGlue.Plugins.Histories;
using FitGlue.Plugins.Wording;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.HeartRateZones;

/// <summary>How long the heart rate was in each zone.</summary>
internal sealed class HeartRateZonesBooster : Booster<HeartRateZonesSettings>
{
    public override BoosterInfo Info { get; } =
        new("heart-rate-zones", "Heart Rate Zones", Tier.Hobbyist, "How long your heart rate was in each zone, as bars, percent or time.");

    protected override BoosterNeeds Needs(HeartRateZonesSettings settings) =>
        new() { DayRecordDays = RestingHeartRate.Window + 1, ReadsAthlete = true };

    protected override IEnumerable<Remark> Remarks(Outlook outlook, HeartRateZonesSettings settings) =>
        NamedZones.Of(settings, profile: null) is null ? HeartRateWords.Remarks(outlook) : [];

    protected override Boost Apply(BoosterInput input, HeartRateZonesSettings settings)
    {
        var activity = input.Activity;
        if (WhyNot(activity.HeartRate) is { } reason)
        {
            return new Boost.Skipped(reason);
        }

        var profile = input.Profile();
        if (NamedZones.Of(settings, profile) is not { } zones)
        {
            return new Boost.Skipped(HeartRateWords.MissingProfile);
        }

        var times = zones.Zones.TimesOf(HeartRateIntegral.Of(activity));
        return new Boost.Applied(
            activity,
            HeartRateZonesText.Of(activity, zones, times, settings, zones.IsEstimated ? profile?.Max : null),
            new JsonObject
            {
                ["seconds"] = new JsonArray([.. times.Select(time => (JsonNode)time.TotalSeconds)]),
                ["bounds"] = new JsonArray([.. zones.Zones.Bounds.Select(bound => (JsonNode)bound)]),
                ["model"] = JsonNamingPolicy.CamelCase.ConvertName(settings.Model.ToString()),
                ["maxHeartRateEstimated"] = zones.IsEstimated,
            }
        );
    }

    private static string? WhyNot(HeartRate heartRate) =>
        heartRate.Grade is HeartRateGrade.None ? HeartRateWords.NoHeartRate
        : HeartRateWords.TooSparse(heartRate) is { } sparse ? $"No zones: {sparse}."
        : heartRate.Coverage < Zones.LeastCoverage
            ? $"No zones: the heart rate covers {HeartRateWords.PercentShort(heartRate.Coverage, Zones.LeastCoverage)} % of the workout, and zones need {HeartRateWords.PercentOf(Zones.LeastCoverage)} %."
        : null;
}

public static class HeartRateZonesRegistration
{
    public static IServiceCollection AddHeartRateZones(this IServiceCollection services) =>
        services.AddSingleton<IBooster, HeartRateZonesBooster>();
}
