using FitGlue.Core.Activities;

namespace FitGlue.Core.Training;

/// <summary>A workout as the load of days sees it: dated by itself, never by the clock.</summary>
/// <param name="Duration">Without the pauses.</param>
/// <param name="Trimp">Null: unknown, for want of heart rate.</param>
public sealed record Session(DateOnly Day, DateTimeOffset Start, Sport Type, TimeSpan Duration, double? Trimp)
{
    /// <summary>The load is scaled up, or read off samples that lie far apart.</summary>
    public bool IsEstimate { get; init; }

    public static Session Of(Activity activity, HeartRateProfile profile) =>
        new(
            activity.LocalDate,
            activity.StartTime,
            activity.Type,
            activity.Running,
            HeartRateGate.ShortageOf(activity.HeartRate) is HeartRateShortage.None
                ? TrainingImpulse.Of(HeartRateIntegral.Of(activity), profile.Reserve, profile.Weight).Whole
                : null
        )
        {
            IsEstimate = !activity.HeartRate.IsPlain,
        };
}
