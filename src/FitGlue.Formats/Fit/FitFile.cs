using FitGlue.Core.Activities;
using static FitGlue.Formats.ActivityFigures;
using static FitGlue.Formats.Fit.FitField;
using static FitGlue.Formats.RecordingFigures;

namespace FitGlue.Formats.Fit;

/// <summary>
/// An activity as Garmin's FIT activity file, summary last. The same activity gives the same bytes, whatever our version
/// and whenever: a target that knows files by their hash then sees that it has this one.
/// </summary>
public static class FitFile
{
    // 255 is "development": the profile has no number for us, and we do not pose as a maker that has one.
    private const int Manufacturer = 255;
    private const int Product = 1;

    // Not our version, which would change the bytes.
    private const int SoftwareVersion = 100;

    private const byte Timestamp = 253;
    private const byte MessageIndex = 254;

    /// <exception cref="UnwritableActivityException">The activity is impossible, or FIT has no room for it.</exception>
    public static byte[] Encode(Activity activity)
    {
        Check(activity);
        var start = FitTime.Of(activity.StartTime);
        // Devices measure once more in the second of the end.
        var end = Math.Max(FitTime.Of(activity.EndTime), FitRecords.LastOf(activity.Recording) ?? start);
        var writer = new FitWriter();
        WriteOrigin(writer, activity, start);
        // Messages are by time, and some devices measure before they start the timer.
        WriteTimer(writer, Math.Min(start, FitRecords.FirstOf(activity.Recording) ?? start), eventType: 0);
        WriteRecords(writer, activity, start, end);
        WriteTimer(writer, end, eventType: 4);
        WriteLaps(writer, activity, start, end);
        WriteSession(writer, activity, start, end);
        WriteActivity(writer, activity, end);
        return writer.ToFile();
    }

    private static void WriteOrigin(FitWriter writer, Activity activity, uint start)
    {
        var (product, device) = activity.Source == "oura" ? ("FitGlue Oura", "Oura Ring") : ("FitGlue", activity.Recording?.Device);
        writer.Write(
            FitMessage.FileId,
            Enum(0, 4),
            U16(1, Manufacturer),
            U16(2, Product),
            U32Z(3, SerialOf(activity)),
            U32(4, start),
            Text(8, product)
        );
        writer.Write(FitMessage.FileCreator, U16(0, SoftwareVersion));
        writer.Write(
            FitMessage.DeviceInfo,
            U32(Timestamp, start),
            U8(0, 0),
            U16(2, Manufacturer),
            U16(4, Product),
            U16(5, SoftwareVersion),
            Enum(25, 5),
            device is null ? null : ShortText(27, device)
        );
        if (activity.Recording?.HeartRateDevice is { } heartRateDevice)
        {
            // Source type 3: a reading that came over Bluetooth.
            writer.Write(FitMessage.DeviceInfo, U32(Timestamp, start), U8(0, 1), Enum(25, 3), ShortText(27, heartRateDevice));
        }
    }

    internal static void WriteTimer(FitWriter writer, uint time, byte eventType) =>
        writer.Write(FitMessage.Event, U32(Timestamp, time), Enum(0, 0), Enum(1, eventType), U32(3, 0));

    /// <summary>Records at the times of real samples. Holes stay holes: no stream of one record a second.</summary>
    private static void WriteRecords(FitWriter writer, Activity activity, uint start, uint end)
    {
        if (activity.Recording is { Points.IsEmpty: false } recording)
        {
            FitRecords.Write(writer, recording);
            return;
        }

        HeartRateSample[] samples = [.. SamplesOf(activity)];
        foreach (var sample in samples)
        {
            writer.Write(FitMessage.Record, U32(Timestamp, FitTime.Of(sample.Time)), U8(3, sample.Bpm));
        }

        if (samples.Length == 0)
        {
            WriteBareRecords(writer, start, end);
        }
    }

    /// <summary>
    /// A file must hold a record, and readers refuse one without. The two instants that are known, and nothing measured at
    /// them, satisfy that without saying anything untrue.
    /// </summary>
    private static void WriteBareRecords(FitWriter writer, uint start, uint end)
    {
        writer.Write(FitMessage.Record, U32(Timestamp, start));
        if (end > start)
        {
            writer.Write(FitMessage.Record, U32(Timestamp, end));
        }
    }

    private static void WriteLaps(FitWriter writer, Activity activity, uint start, uint end)
    {
        if (activity.Recording is { Laps.IsEmpty: false } recording)
        {
            FitLaps.Write(writer, activity, recording);
            return;
        }

        var (sport, subSport) = FitSport.Of(activity.Type);
        var elapsed = FitTime.MillisecondsOf(activity.Elapsed);
        writer.Write(
            FitMessage.Lap,
            U16(MessageIndex, 0),
            U32(Timestamp, end),
            Enum(0, 9),
            Enum(1, 1),
            U32(2, start),
            U32(7, elapsed),
            U32(8, FitTime.MillisecondsOf(TimerOf(activity))),
            CentimetersOf(activity.DistanceMeters) is { } distance ? U32(9, distance) : null,
            Kilocalories(activity) is { } calories ? U16(11, calories) : null,
            AverageBpm(activity) is { } average ? U8(15, average) : null,
            MaxBpm(activity) is { } max ? U8(16, max) : null,
            Enum(24, 7),
            Enum(25, (byte)sport),
            Enum(39, (byte)subSport)
        );
    }

    private static void WriteSession(FitWriter writer, Activity activity, uint start, uint end)
    {
        var (sport, subSport) = FitSport.Of(activity.Type);
        var elapsed = FitTime.MillisecondsOf(activity.Elapsed);
        writer.Write(
            FitMessage.Session,
            U16(MessageIndex, 0),
            U32(Timestamp, end),
            Enum(0, 8),
            Enum(1, 1),
            U32(2, start),
            Enum(5, (byte)sport),
            Enum(6, (byte)subSport),
            U32(7, elapsed),
            U32(8, FitTime.MillisecondsOf(TimerOf(activity))),
            CentimetersOf(activity.DistanceMeters) is { } distance ? U32(9, distance) : null,
            Kilocalories(activity) is { } calories ? U16(11, calories) : null,
            AverageBpm(activity) is { } average ? U8(16, average) : null,
            MaxBpm(activity) is { } max ? U8(17, max) : null,
            U16(25, 0),
            U16(26, Math.Max(activity.Recording?.Laps.Length ?? 0, 1)),
            Enum(28, 0),
            MinBpm(activity) is { } min ? U8(64, min) : null
        );
    }

    private static void WriteActivity(FitWriter writer, Activity activity, uint end) =>
        writer.Write(
            FitMessage.Activity,
            U32(Timestamp, end),
            U32(0, FitTime.MillisecondsOf(TimerOf(activity))),
            U16(1, 1),
            Enum(2, 0),
            Enum(3, 26),
            Enum(4, 1),
            // Readers take local time minus timestamp for the offset of the place, which is that of the start.
            U32(5, FitTime.LocalOf(FitTime.Read(end)!.Value, activity.StartTime.Offset))
        );

    internal static uint? CentimetersOf(double? meters)
    {
        var centimeters = Math.Floor((meters * 100) + 0.5 ?? 0);
        Require(centimeters < uint.MaxValue, $"FIT cannot say a distance of {meters} m.");
        return meters is null ? null : (uint)centimeters;
    }
}
