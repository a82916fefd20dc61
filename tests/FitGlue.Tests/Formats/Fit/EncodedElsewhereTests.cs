using System.Text.Json.Nodes;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats.Fit;

/// <summary>Files that somebody else's encoder wrote.</summary>
public sealed class EncodedElsewhereTests
{
    private const int Seed = 20260912;

    [Fact]
    public void What_another_encoder_wrote_is_read()
    {
        var draw = new Random(Seed);
        JsonObject[] records = [.. Enumerable.Range(0, 500).Select(second => Record(draw, second))];
        using var folder = new TemporaryFolder();
        var messages = folder.Write("messages.json", System.Text.Encoding.UTF8.GetBytes(Messages(records).ToJsonString()));
        var path = Path.Combine(Path.GetDirectoryName(messages)!, "other.fit");
        Oracle.Node("encode-fit.mjs", messages, path);

        using var stream = File.OpenRead(path);
        var read = FitReader.Read(stream);

        read.Warnings.ShouldBeEmpty();
        var activity = read.Activities.ShouldHaveSingleItem();
        activity.Type.Key.ShouldBe("mountainbiking");
        activity.StartTime.Offset.ShouldBe(new TimeSpan(5, 45, 0));
        (activity.EndTime - activity.StartTime).ShouldBe(TimeSpan.FromSeconds(499.25));
        activity.DistanceMeters.ShouldBe(1234.56);
        activity.Recording.Device.ShouldBe("Elsewhere");
        foreach (var (point, record) in activity.Recording.Points.Zip(records))
        {
            (point.Time.ToUnixTimeSeconds() - 631_065_600).ShouldBe(record["timestamp"]!.GetValue<long>());
            point.HeartRateBpm.ShouldBe(record["heartRate"]?.GetValue<int>());
            point.PowerWatts.ShouldBe(record["power"]?.GetValue<int>());
            point.DistanceMeters.ShouldBe(record["distance"]?.GetValue<double>());
            point.SpeedMetersPerSecond.ShouldBe((float?)record["enhancedSpeed"]?.GetValue<double>());
            point.AltitudeMeters.ShouldBe((float?)record["enhancedAltitude"]?.GetValue<double>());
            (point.Position is null).ShouldBe(record["positionLat"] is null);
            (point.Position?.Latitude * (1L << 31) / 180 ?? 0).ShouldBe(record["positionLat"]?.GetValue<int>() ?? 0, 1e-3);
        }
    }

    private static JsonObject Record(Random draw, int second)
    {
        var record = new JsonObject { ["mesgNum"] = 20, ["timestamp"] = FitBuilder.Start + second };
        void Maybe(string field, Func<JsonNode> value) => record[field] = draw.Next(3) > 0 ? value() : null;
        Maybe("heartRate", () => draw.Next(40, 220));
        Maybe("power", () => draw.Next(0, 2000));
        Maybe("distance", () => Math.Round(draw.NextDouble() * 100_000, 2));
        Maybe("enhancedSpeed", () => Math.Round(draw.NextDouble() * 90, 3));
        Maybe("enhancedAltitude", () => draw.Next(-2000, 40_000) / 5.0);
        if (draw.Next(3) > 0)
        {
            record["positionLat"] = draw.Next(-1_073_741_824, 1_073_741_824);
            record["positionLong"] = draw.Next();
        }

        return new(
            record.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))
        );
    }

    private static JsonArray Messages(IEnumerable<JsonObject> records) =>
        [
            new JsonObject
            {
                ["mesgNum"] = 0,
                ["type"] = "activity",
                ["manufacturer"] = "development",
                ["productName"] = "Elsewhere",
            },
            .. records.Select(record => record.DeepClone()),
            new JsonObject
            {
                ["mesgNum"] = 18,
                ["timestamp"] = FitBuilder.Start + 499,
                ["startTime"] = FitBuilder.Start,
                ["sport"] = "cycling",
                ["subSport"] = "mountain",
                ["totalElapsedTime"] = 499.25,
                ["totalTimerTime"] = 499.25,
                ["totalDistance"] = 1234.56,
            },
            new JsonObject
            {
                ["mesgNum"] = 34,
                ["timestamp"] = FitBuilder.Start + 499,
                ["localTimestamp"] = FitBuilder.Start + 499 + 20_700,
            },
        ];
}
