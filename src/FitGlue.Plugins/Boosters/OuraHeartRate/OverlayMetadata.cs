using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Plugins.Wording;

namespace FitGlue.Plugins.Boosters.OuraHeartRate;

/// <summary>Where the heart rate comes from, for whoever asks later.</summary>
internal static class OverlayMetadata
{
    public static JsonObject Of(Activity laid, Overlay overlay, OverlayMode mode, OverlayOrigins origins, int inserted) =>
        new()
        {
            ["source"] = "oura",
            ["mode"] = JsonNamingPolicy.CamelCase.ConvertName(mode.ToString()),
            ["offsetSeconds"] = origins.OffsetSeconds,
            ["suggestedOffsetSeconds"] = origins.Suggested,
            ["window"] = new JsonObject
            {
                ["start"] = (laid.StartTime - HeartRate.Margin).UtcDateTime,
                ["end"] = (laid.EndTime + HeartRate.Margin).UtcDateTime,
            },
            ["samplesBySource"] = new JsonObject(
                origins
                    .Raw.GroupBy(reading => reading.Context ?? "unknown")
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => KeyValuePair.Create(group.Key, (JsonNode?)group.Count()))
            ),
            ["inside"] = overlay.Inside,
            ["used"] = overlay.Used,
            ["inserted"] = inserted,
            ["dropped"] = origins.Raw.Count - overlay.Readings.Length,
            ["coverage"] = overlay.Coverage,
            ["medianGapSeconds"] = HeartRateWords.MedianGapOf(laid.HeartRate)?.TotalSeconds,
            ["maxGapSeconds"] = laid.HeartRate.LongestGap.TotalSeconds,
            ["grade"] = JsonNamingPolicy.CamelCase.ConvertName(laid.HeartRate.Grade.ToString()),
        };
}
