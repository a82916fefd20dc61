using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

/// <summary>Every number behind the text, unrounded.</summary>
internal static class RecoveryMetadata
{
    public static JsonObject Of(Recovery recovery, HeartRateProfile profile, RecoveryContext context, LoadHistory load, Overnight overnight)
    {
        string[] codes = [.. CodesOf(load, overnight)];
        return new()
        {
            ["class"] = recovery.Effort.Class.ToString().ToUpperInvariant(),
            ["hoursLow"] = recovery.HoursLow,
            ["hoursHigh"] = recovery.HoursHigh,
            ["hoursMid"] = recovery.HoursMid,
            ["confidence"] = recovery.Confidence,
            ["reasons"] = List([.. ReasonsOf(recovery), .. overnight.Signs, .. recovery.Doubts]),
            ["code"] = codes.FirstOrDefault(),
            ["codes"] = List(codes),
            ["trimp"] = recovery.Trimp,
            ["usualTrimp"] = context.UsualTrimp,
            ["averageBpm"] = recovery.Effort.AverageBpm,
            ["averageReserve"] = recovery.Effort.AverageReserve,
            ["minutesAt70"] = recovery.Effort.At70.TotalMinutes,
            ["minutesAt85"] = recovery.Effort.At85.TotalMinutes,
            ["factors"] = new JsonObject
            {
                ["volume"] = recovery.VolumeFactor,
                ["fitness"] = recovery.FitnessFactor,
                ["trend"] = recovery.TrendFactor,
                ["streak"] = recovery.StreakFactor,
                ["overnight"] = recovery.OvernightFactor,
            },
            ["loadStatus"] = LoadStatus.Of(load.Ratio)?.Id,
            ["loadRatio"] = load.Ratio,
            ["trackedDays"] = load.TrackedDays,
            ["streakDays"] = context.Streak,
            ["overnight"] = overnight.Points,
            ["readinessScore"] = overnight.ReadinessScore,
            ["maxHeartRate"] = profile.Max.Bpm,
            ["maxHeartRateEstimated"] = profile.Max.IsEstimated,
            ["restingHeartRate"] = profile.Resting.Bpm,
            ["restingHeartRateFrom"] = JsonNamingPolicy.CamelCase.ConvertName(profile.Resting.Origin.ToString()),
            ["sexAssumed"] = profile.IsSexAssumed,
        };
    }

    public static JsonObject WithoutProfile() => new() { ["code"] = "I1" };

    public static JsonObject WithoutHeartRate(HeartRate heartRate) =>
        new()
        {
            ["code"] = "I2",
            ["coverage"] = heartRate.Coverage,
            ["coveredSeconds"] = heartRate.Covered.TotalSeconds,
            ["samples"] = heartRate.Counted,
        };

    private static IEnumerable<string> CodesOf(LoadHistory load, Overnight overnight)
    {
        if (load.Ratio is null)
        {
            yield return "I3";
        }

        if (overnight.Points is null)
        {
            yield return "I4";
        }
    }

    private static IEnumerable<string> ReasonsOf(Recovery recovery)
    {
        if (recovery.TrendFactor > 1)
        {
            yield return "trend";
        }

        if (recovery.StreakFactor > 1)
        {
            yield return "streak";
        }
    }

    private static JsonArray List(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];
}
