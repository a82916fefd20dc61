using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;

namespace FitGlue.Engine.Matching;

/// <summary>An activity among others that may be of the same workout.</summary>
public sealed record Record(ActivityRow Row, StoredActivity Activity, Candidate Candidate)
{
    public static Record Of(ActivityRow row)
    {
        var activity = StoredActivity.Read(row.Content);
        return new(
            row,
            activity,
            new(Key(row), row.Source, activity.StartTime, activity.EndTime, activity.Sport)
            {
                DistanceMeters = activity.DistanceMeters,
                HasPositions = activity.HasPositions,
                HasHeartRate = activity.HeartRate is { Grade: not HeartRateGrade.None },
            }
        );
    }

    /// <summary>The source's own key, not ours: what wins of two equal ones does not depend on which came first.</summary>
    public static string Key(ActivityRow row) => Key(row.Source, row.ExternalId);

    public static string Key(string source, string externalId) => $"{source}/{externalId}";
}
