using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FitGlue.Core.Activities;

namespace FitGlue.Formats;

/// <summary>What every format says of an activity, rounded and checked in one place.</summary>
internal static class ActivityFigures
{
    /// <exception cref="UnwritableActivityException">No program could make sense of a file of this activity.</exception>
    public static void Check(Activity activity)
    {
        Require(activity.EndTime >= activity.StartTime, "The workout ends before it starts.");
        foreach (var sample in activity.HeartRate.Samples)
        {
            Require(sample.Bpm is > 0 and < 255, $"A heart rate of {sample.Bpm} bpm is impossible.");
        }
    }

    public static void Require(bool possible, string message)
    {
        if (!possible)
        {
            throw new UnwritableActivityException(message);
        }
    }

    /// <summary>Real samples of the workout, one a second at most; files know no finer time.</summary>
    public static IEnumerable<HeartRateSample> SamplesOf(Activity activity) =>
        HeartRateCleaning.OnePerSecond(activity.HeartRate.Samples.Where(s => s.Time >= activity.StartTime && s.Time <= activity.EndTime));

    /// <summary>The average, unless it stands for too little of the workout.</summary>
    public static int? AverageBpm(Activity activity) => Representative(activity)?.AverageBpm is { } bpm ? Round(bpm) : null;

    public static int? MaxBpm(Activity activity) => Representative(activity)?.MaxBpm;

    public static int? MinBpm(Activity activity) => Representative(activity)?.MinBpm;

    /// <summary>Whole kilocalories as far as 16 bits reach, of which the last value means "absent".</summary>
    public static int? Kilocalories(Activity activity) => Kilocalories(activity.Calories);

    public static int? Kilocalories(double? calories) => calories is { } known ? Round(Math.Clamp(known, 0, ushort.MaxValue - 1)) : null;

    /// <summary>Stands for the recording device: the same for each revision of a workout, different for any two workouts, never 0.</summary>
    public static uint SerialOf(Activity activity)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{activity.Source}:{activity.ExternalId}"));
        return Math.Max(BinaryPrimitives.ReadUInt32LittleEndian(digest), 1);
    }

    private static HeartRate? Representative(Activity activity) => activity.HeartRate.IsRepresentative ? activity.HeartRate : null;

    public static int Round(double value) => (int)Math.Floor(value + 0.5);
}
