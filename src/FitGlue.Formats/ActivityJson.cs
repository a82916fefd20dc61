using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;

namespace FitGlue.Formats;

/// <summary>
/// An activity as JSON, in the words of our HTTP API: numbers unrounded, times with the offset of the place, unknown
/// values null. <c>heartRate</c> sums up (or is null where nothing was read) and <c>heartRateSamples</c> holds the readings.
/// </summary>
public static class ActivityJson
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="UnwritableActivityException">The activity is impossible.</exception>
    public static byte[] Write(Activity activity)
    {
        ActivityFigures.Check(activity);
        return [.. JsonSerializer.SerializeToUtf8Bytes(Of(activity), Indented), (byte)'\n'];
    }

    /// <summary>The first lines of the file of an activity: its source and id.</summary>
    internal static byte[] HeadOf(Activity activity)
    {
        var head = new JsonObject { ["source"] = activity.Source, ["externalId"] = activity.ExternalId };
        return JsonSerializer.SerializeToUtf8Bytes(head, Indented)[..^"\n}".Length];
    }

    private static JsonObject Of(Activity activity) =>
        new()
        {
            ["source"] = activity.Source,
            ["externalId"] = activity.ExternalId,
            ["title"] = activity.Title,
            ["type"] = activity.Type.Key,
            ["rawType"] = activity.RawType,
            ["startTime"] = activity.StartTime,
            ["endTime"] = activity.EndTime,
            ["elapsedSeconds"] = activity.Elapsed.TotalSeconds,
            ["calories"] = activity.Calories,
            ["distanceMeters"] = activity.DistanceMeters,
            ["distanceEstimated"] = activity.DistanceEstimated,
            ["intensity"] = activity.Intensity,
            ["detection"] = activity.Detection,
            ["description"] = activity.Description,
            ["tags"] = new JsonArray([.. activity.Tags.Select(tag => JsonValue.Create(tag))]),
            ["heartRate"] = Of(activity.HeartRate),
            ["heartRateSamples"] = new JsonArray([.. activity.HeartRate.Samples.Select(Of)]),
        };

    private static JsonObject? Of(HeartRate heartRate) =>
        heartRate.Grade is HeartRateGrade.None
            ? null
            : new()
            {
                ["samples"] = heartRate.Samples.Length,
                ["averageBpm"] = heartRate.AverageBpm,
                ["maxBpm"] = heartRate.MaxBpm,
                ["minBpm"] = heartRate.MinBpm,
                ["coverage"] = heartRate.Coverage,
                ["grade"] = JsonNamingPolicy.CamelCase.ConvertName(heartRate.Grade.ToString()),
                ["longestGapSeconds"] = heartRate.LongestGap.TotalSeconds,
            };

    private static JsonObject Of(HeartRateSample sample) =>
        new()
        {
            ["time"] = sample.Time,
            ["bpm"] = sample.Bpm,
            ["context"] = sample.Context,
        };
}
