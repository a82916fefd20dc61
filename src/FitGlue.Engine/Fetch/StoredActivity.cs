using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FitGlue.Core.Activities;

namespace FitGlue.Engine.Fetch;

/// <summary>An activity as it lies in the database: everything but the samples, which are a document of their own.</summary>
public sealed record StoredActivity
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public required string Title { get; init; }
    public required string Type { get; init; }
    public required string TypeName { get; init; }
    public string? RawType { get; init; }
    public required DateTimeOffset StartTime { get; init; }
    public required DateTimeOffset EndTime { get; init; }
    public double? Calories { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CaloriesFromFile { get; init; }
    public double? DistanceMeters { get; init; }
    public bool DistanceEstimated { get; init; }
    public string? Intensity { get; init; }
    public string? Detection { get; init; }
    public string? Description { get; init; }
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>A device recorded where it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasPositions { get; init; }

    /// <summary>Nobody said what the clock on the wall showed: both times are in UTC.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OffsetUnknown { get; init; }

    /// <summary>Null while there is no sample.</summary>
    public HeartRateSummary? HeartRate { get; init; }

    [JsonIgnore]
    public Sport Sport => new(Type, TypeName);

    public static StoredActivity Of(Activity activity) =>
        new()
        {
            Title = activity.Title,
            Type = activity.Type.Key,
            TypeName = activity.Type.Name,
            RawType = activity.RawType,
            StartTime = activity.StartTime,
            EndTime = activity.EndTime,
            Calories = activity.Calories,
            CaloriesFromFile = activity.CaloriesFromFile,
            DistanceMeters = activity.DistanceMeters,
            DistanceEstimated = activity.DistanceEstimated,
            Intensity = activity.Intensity,
            Detection = activity.Detection,
            Description = activity.Description,
            Tags = activity.Tags,
            HasPositions = activity.Recording?.Points.Any(point => point.Position is not null) is true,
            OffsetUnknown = !activity.OffsetKnown,
            HeartRate = HeartRateSummary.Of(activity.HeartRate),
        };

    public static StoredActivity Read(string content) => JsonSerializer.Deserialize<StoredActivity>(content, Json)!;

    public string Write() => JsonSerializer.Serialize(this, Json);

    public Activity ToActivity(string source, string externalId, HeartRate heartRate) =>
        new()
        {
            Source = source,
            ExternalId = externalId,
            Title = Title,
            Type = Sport,
            RawType = RawType,
            StartTime = StartTime,
            EndTime = EndTime,
            OffsetKnown = !OffsetUnknown,
            Calories = Calories,
            CaloriesFromFile = CaloriesFromFile,
            DistanceMeters = DistanceMeters,
            DistanceEstimated = DistanceEstimated,
            Intensity = Intensity,
            Detection = Detection,
            Description = Description,
            Tags = Tags,
            HeartRate = heartRate,
        };
}

/// <summary>What is said of the heart rate without its samples.</summary>
public sealed record HeartRateSummary(
    int Samples,
    double? AverageBpm,
    int? MaxBpm,
    int? MinBpm,
    double Coverage,
    HeartRateGrade Grade,
    double LongestGapSeconds
)
{
    public static HeartRateSummary? Of(HeartRate heartRate) =>
        heartRate.Samples.IsEmpty
            ? null
            : new(
                heartRate.Samples.Length,
                heartRate.AverageBpm,
                heartRate.MaxBpm,
                heartRate.MinBpm,
                heartRate.Coverage,
                heartRate.Grade,
                heartRate.LongestGap.TotalSeconds
            );
}
