using FitGlue.Core.Activities;

namespace FitGlue.Engine.Fetch;

/// <summary>What a heart-rate document says of its workout; pure. Null: there is none yet.</summary>
internal static class StoredHeartRate
{
    /// <summary>Heart rate lags behind: it is complete when a sample lies this close to the end, or behind it.</summary>
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(360);

    public static Activity AddTo(Activity activity, Document? document) =>
        document is null
            ? activity
            : activity with
            {
                HeartRate = HeartRate.Of(
                    DocumentContent.ToHeartRate(DocumentContent.Expand(document.Content)),
                    activity.StartTime,
                    activity.EndTime
                ),
            };

    public static bool Settles(Activity activity, Document? document) =>
        document is not null
        && DocumentContent
            .ToHeartRate(DocumentContent.Expand(document.Content))
            .Any(sample => sample.Time >= activity.EndTime - SettledWithin);
}
