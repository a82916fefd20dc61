using FitGlue.Core.Athletes;
using FitGlue.Core.Days;

namespace FitGlue.Core.Training;

public enum RestingHeartRateOrigin
{
    Typed,
    Nights,
    Assumed,
}

/// <summary>The resting heart rate of a person on a day: as they typed it, else read off their nights, else assumed.</summary>
/// <param name="Bpm">Beats per minute.</param>
public readonly record struct RestingHeartRate(double Bpm, RestingHeartRateOrigin Origin)
{
    /// <summary>How many days back nights count.</summary>
    public const int Window = 28;

    /// <summary>Where too few nights are known.</summary>
    public const double AssumedBpm = 60;

    private const int FewestNights = 5;

    /// <summary>
    /// Median of the nights' lowest heart rate over the four weeks before the day. The night of the day itself is left out:
    /// a bad one would raise the resting heart rate and so make the same workout look easier.
    /// </summary>
    public static RestingHeartRate Of(Athlete athlete, IEnumerable<DayRecord> days, DateOnly day)
    {
        if (athlete.RestingHeartRate is { } typed)
        {
            return new(typed, RestingHeartRateOrigin.Typed);
        }

        double[] lowest = [.. Nights.Of(days, day.AddDays(-Window), day.AddDays(-1)).Select(n => (double?)n.LowestBpm).OfType<double>()];
        return lowest.Length >= FewestNights
            ? new(Statistics.Median(lowest), RestingHeartRateOrigin.Nights)
            : new(AssumedBpm, RestingHeartRateOrigin.Assumed);
    }
}
