using System.Text.Json;
using FitGlue.Core.Days;
using FitGlue.Oura;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Reads documents of days in our own terms; pure and total.</summary>
internal static class OuraDays
{
    private static readonly TimeSpan ClassLength = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestNight = TimeSpan.FromHours(3);

    public static DayRecord? Read(DayRecordKind kind, string json)
    {
        try
        {
            return kind switch
            {
                DayRecordKind.Readiness => Of(OuraReadiness.Read(json)),
                DayRecordKind.Sleep => Of(OuraSleep.Read(json)),
                DayRecordKind.Movement => Of(OuraDailyActivity.Read(json)),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DayRecord.Readiness? Of(OuraReadiness readiness)
    {
        var record = new DayRecord.Readiness(readiness.Day ?? default, readiness.Score, readiness.TemperatureDeviation)
        {
            HrvBalance = readiness.HrvBalance,
            RestingHeartRate = readiness.RestingHeartRate,
            BodyTemperature = readiness.BodyTemperature,
            RecoveryIndex = readiness.RecoveryIndex,
        };
        return readiness.Day is null || record == new DayRecord.Readiness(record.Day, null, null) ? null : record;
    }

    private static DayRecord.Sleep? Of(OuraSleep sleep) =>
        sleep is { Day: { } day, BedtimeStart: { } start } && !(sleep.BedtimeEnd <= start)
            ? new(
                day,
                KindOf(sleep),
                start,
                sleep.BedtimeEnd,
                sleep.Asleep,
                sleep.AverageHrv,
                sleep.LowestHeartRate,
                sleep.AverageHeartRate
            )
            : null;

    private static SleepKind KindOf(OuraSleep sleep) =>
        sleep.Type switch
        {
            "long_sleep" => SleepKind.Night,
            "sleep" or "late_nap" => SleepKind.Nap,
            "rest" => SleepKind.Rest,
            "deleted" => SleepKind.Deleted,
            // A new word, or none: Oura calls a sleep long from three hours on.
            _ => (sleep.Asleep ?? sleep.BedtimeEnd - sleep.BedtimeStart) >= ShortestNight ? SleepKind.Night : SleepKind.Nap,
        };

    private static DayRecord.Movement? Of(OuraDailyActivity activity)
    {
        var moderate = activity is { Medium: null, High: null }
            ? (TimeSpan?)null
            : (activity.Medium ?? TimeSpan.Zero) + (activity.High ?? TimeSpan.Zero);
        var longest = LongestModerate(activity.Classes);
        return
            activity is { Day: { } day }
            && (activity.Steps is not null || activity.NonWear is not null || moderate is not null || longest is not null)
            ? new(day, activity.Steps, activity.NonWear, moderate, longest)
            : null;
    }

    private static TimeSpan? LongestModerate(string? classes)
    {
        if (string.IsNullOrEmpty(classes))
        {
            return null;
        }

        var (longest, run) = (0, 0);
        foreach (var level in classes)
        {
            run = level is '4' or '5' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest * ClassLength;
    }
}
