using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Core.Matching;

/// <summary>What one record of a workout lacks and another has. What is there is never replaced.</summary>
public static class Enrichment
{
    /// <param name="activity">The record that stands.</param>
    /// <param name="others">Records that it stands for, the better ones first.</param>
    /// <returns>The same instance where they add nothing.</returns>
    public static Activity Of(Activity activity, IEnumerable<Activity> others) => others.Aggregate(activity, Of);

    private static Activity Of(Activity activity, Activity other)
    {
        var figures = IsPartOf(activity, other)
            ? activity
            : activity with
            {
                Calories = activity.Calories ?? other.Calories,
                Description = activity.Description ?? other.Description,
            };
        return activity.HeartRate.Samples.IsEmpty && Within(activity, other) is { Samples.IsEmpty: false } heartRate
                ? figures with
                {
                    HeartRate = heartRate,
                    Recording = activity.Recording is { } recording
                        ? With(recording, heartRate.Samples, other.Recording?.Device ?? other.Source)
                        : null,
                }
            : figures == activity ? activity
            : figures;
    }

    // What a part cost is not what the whole cost.
    private static bool IsPartOf(Activity activity, Activity other) => other.Elapsed * 2 < activity.Elapsed;

    // Each sample where its clock says: nothing is moved, stretched or filled. Pauses are no part of the workout.
    private static HeartRate Within(Activity activity, Activity other)
    {
        HeartRateSample?[] around = [other.HeartRate.Before, .. other.HeartRate.Samples.Cast<HeartRateSample?>(), other.HeartRate.After];
        return HeartRate.Of(around.OfType<HeartRateSample>(), activity.StartTime, activity.EndTime, activity.Recording?.Pauses ?? default);
    }

    private static Recording With(Recording recording, ImmutableArray<HeartRateSample> samples, string device)
    {
        var points = new SortedDictionary<DateTimeOffset, RecordedPoint>();
        foreach (var point in recording.Points)
        {
            points[point.Time] = point;
        }

        foreach (var sample in samples)
        {
            points[sample.Time] = points.GetValueOrDefault(sample.Time, new(sample.Time)) with { HeartRateBpm = sample.Bpm };
        }

        return recording with
        {
            Points = [.. points.Values],
            HeartRateDevice = device,
        };
    }
}
