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
        Require(activity.Calories is null || double.IsFinite(activity.Calories.Value), $"Calories of {activity.Calories} are impossible.");
        Require(
            activity.DistanceMeters is null or >= 0 and < double.PositiveInfinity,
            $"A distance of {activity.DistanceMeters} m is impossible."
        );
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

    /// <summary>What a device recorded, one point a second at most: what it measured twice in a second counts once.</summary>
    public static IEnumerable<RecordedPoint> PointsOf(Recording recording)
    {
        RecordedPoint? last = null;
        foreach (var point in recording.Points)
        {
            if (last is { } earlier && SecondOf(earlier.Time) == SecondOf(point.Time))
            {
                last = Joined(earlier, point);
                continue;
            }

            if (last is { } complete)
            {
                yield return complete;
            }

            last = point;
        }

        if (last is { } final)
        {
            yield return final;
        }
    }

    /// <summary>How long the timer ran: as the device counted it, else without the pauses.</summary>
    public static TimeSpan TimerOf(Activity activity) =>
        activity.Recording is not { } recording ? activity.Elapsed
        : recording.TimerTime is { } timer && timer <= activity.Elapsed ? timer
        : activity.Elapsed - recording.PausedWithin(activity.StartTime, activity.EndTime);

    public static TimeSpan TimerOf(RecordedLap lap, Recording recording) =>
        lap.TimerTime ?? lap.EndTime - lap.StartTime - recording.PausedWithin(lap.StartTime, lap.EndTime);

    /// <summary>The heart rate of a lap, unless it stands for too little of it.</summary>
    public static HeartRate? RepresentativeOf(RecordedLap lap, Activity activity)
    {
        var heartRate = HeartRate.Of(activity.HeartRate.Samples, lap.StartTime, lap.EndTime);
        return heartRate.IsRepresentative ? heartRate : null;
    }

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

    private static long SecondOf(DateTimeOffset time) => time.ToUnixTimeSeconds();

    private static RecordedPoint Joined(RecordedPoint point, RecordedPoint other) =>
        new(point.Time)
        {
            Position = point.Position ?? other.Position,
            AltitudeMeters = point.AltitudeMeters ?? other.AltitudeMeters,
            DistanceMeters = point.DistanceMeters ?? other.DistanceMeters,
            SpeedMetersPerSecond = point.SpeedMetersPerSecond ?? other.SpeedMetersPerSecond,
            CadenceRpm = point.CadenceRpm ?? other.CadenceRpm,
            PowerWatts = point.PowerWatts ?? other.PowerWatts,
            HeartRateBpm = point.HeartRateBpm ?? other.HeartRateBpm,
        };

    public static int Round(double value) => (int)Math.Floor(value + 0.5);
}
