using FitGlue.Core.Activities;
using static FitGlue.Formats.ActivityFigures;
using static FitGlue.Formats.Fit.FitField;

namespace FitGlue.Formats.Fit;

/// <summary>Writes on the laps of a device, each with its own figures.</summary>
internal static class FitLaps
{
    public static void Write(FitWriter writer, Activity activity, Recording recording)
    {
        var (sport, subSport) = FitSport.Of(activity.Type);
        foreach (var (index, lap) in recording.Laps.Index())
        {
            var heartRate = RepresentativeOf(lap, activity);
            writer.Write(
                FitMessage.Lap,
                U16(254, index),
                U32(253, FitTime.Of(lap.EndTime)),
                Enum(0, 9),
                Enum(1, 1),
                U32(2, FitTime.Of(lap.StartTime)),
                U32(7, FitTime.MillisecondsOf(lap.EndTime - lap.StartTime)),
                U32(8, FitTime.MillisecondsOf(TimerOf(lap, recording))),
                FitFile.CentimetersOf(lap.DistanceMeters) is { } distance ? U32(9, distance) : null,
                Kilocalories(lap.Calories) is { } calories ? U16(11, calories) : null,
                heartRate?.AverageBpm is { } average ? U8(15, Round(average)) : null,
                heartRate?.MaxBpm is { } max ? U8(16, max) : null,
                Enum(24, (byte)(index == recording.Laps.Length - 1 ? 7 : 0)),
                Enum(25, (byte)sport),
                Enum(39, (byte)subSport)
            );
        }
    }
}
