using FitGlue.Engine.Fetch;

namespace FitGlue.Server.Activities;

/// <summary>An activity as the API shows it.</summary>
/// <param name="Detection">How the source came to know of it.</param>
/// <param name="HeartRate">Null while there is no sample.</param>
public sealed record ActivityModel(
    Guid Id,
    string Source,
    string ExternalId,
    string Title,
    string Type,
    string TypeName,
    DateTimeOffset StartTime,
    DateTimeOffset EndTime,
    double ElapsedSeconds,
    double? Calories,
    double? DistanceMeters,
    bool DistanceEstimated,
    string? Intensity,
    string? Detection,
    ActivityState State,
    int Revision,
    HeartRateSummary? HeartRate,
    string? Description
)
{
    public static ActivityModel Of(ActivityRow row)
    {
        var stored = StoredActivity.Read(row.Content);
        return new(
            row.Id,
            row.Source,
            row.ExternalId,
            stored.Title,
            stored.Type,
            stored.TypeName,
            stored.StartTime,
            stored.EndTime,
            (stored.EndTime - stored.StartTime).TotalSeconds,
            stored.Calories,
            stored.DistanceMeters,
            stored.DistanceEstimated,
            stored.Intensity,
            stored.Detection,
            row.State,
            row.Revision,
            stored.HeartRate,
            stored.Description
        );
    }
}

/// <param name="Context">The source's word for what the wearer was doing.</param>
public sealed record SampleModel(DateTimeOffset Time, int Bpm, string? Context);

/// <summary>The cleaned heart rate of an activity.</summary>
public sealed record HeartRateModel(HeartRateSummary? Summary, IReadOnlyList<SampleModel> Samples);
