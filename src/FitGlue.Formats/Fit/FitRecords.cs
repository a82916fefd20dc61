using FitGlue.Core.Activities;
using static FitGlue.Formats.Fit.FitField;

namespace FitGlue.Formats.Fit;

/// <summary>Writes on what a device recorded: its points, and the pauses between them as stops and starts of the timer.</summary>
internal static class FitRecords
{
    private const byte Timestamp = 253;

    public static uint? FirstOf(Recording? recording) =>
        recording is { Points.IsEmpty: false } ? FitTime.Of(recording.Points[0].Time) : null;

    public static uint? LastOf(Recording? recording) =>
        recording is { Points.IsEmpty: false } ? FitTime.Of(recording.Points[^1].Time) : null;

    public static void Write(FitWriter writer, Recording recording)
    {
        var fields = new Fields(recording);
        var turns = new Queue<(uint Time, bool Starts)>(recording.Pauses.SelectMany(TurnsOf));
        foreach (var point in recording.Points)
        {
            var time = FitTime.Of(point.Time);
            // The point of the second of a stop was measured before it, the one of a start after it.
            while (turns.TryPeek(out var turn) && (turn.Time < time || (turn.Starts && turn.Time == time)))
            {
                WriteTurn(writer, turns.Dequeue());
            }

            fields.Write(writer, time, point);
        }

        while (turns.TryDequeue(out var turn))
        {
            WriteTurn(writer, turn);
        }
    }

    private static IEnumerable<(uint Time, bool Starts)> TurnsOf(Pause pause)
    {
        var (from, to) = (FitTime.Of(pause.Start), FitTime.Of(pause.End));
        return to > from ? [(from, false), (to, true)] : [];
    }

    private static void WriteTurn(FitWriter writer, (uint Time, bool Starts) turn) =>
        FitFile.WriteTimer(writer, turn.Time, eventType: (byte)(turn.Starts ? 0 : 1));

    /// <summary>One layout for all records: what any of them has. The value that means "absent" fills the others.</summary>
    private sealed class Fields(Recording recording)
    {
        private readonly bool _position = recording.Points.Any(point => point.Position is not null);
        private readonly bool _heartRate = recording.Points.Any(point => point.HeartRateBpm is not null);
        private readonly bool _cadence = recording.Points.Any(point => point.CadenceRpm is not null);
        private readonly bool _fraction = recording.Points.Any(point => point.CadenceRpm % 1 > 0);
        private readonly bool _distance = recording.Points.Any(point => point.DistanceMeters is not null);
        private readonly bool _power = recording.Points.Any(point => point.PowerWatts is not null);
        private readonly bool _speed = recording.Points.Any(point => point.SpeedMetersPerSecond is not null);
        private readonly bool _altitude = recording.Points.Any(point => point.AltitudeMeters is not null);

        public void Write(FitWriter writer, uint time, RecordedPoint point) =>
            writer.Write(
                FitMessage.Record,
                U32(Timestamp, time),
                _position ? S32(FitRecord.Latitude, Semicircles(point.Position?.Latitude)) : null,
                _position ? S32(FitRecord.Longitude, Semicircles(point.Position?.Longitude)) : null,
                _heartRate ? U8(FitRecord.HeartRate, Byte(point.HeartRateBpm)) : null,
                _cadence ? U8(FitRecord.Cadence, Byte(point.CadenceRpm)) : null,
                _fraction ? U8(FitRecord.FractionalCadence, Byte(point.CadenceRpm % 1 * 128)) : null,
                _distance ? U32(FitRecord.Distance, Long(point.DistanceMeters * 100)) : null,
                _power ? U16(FitRecord.Power, Short(point.PowerWatts)) : null,
                _speed ? U32(FitRecord.EnhancedSpeed, Long(point.SpeedMetersPerSecond * 1000.0)) : null,
                _altitude ? U32(FitRecord.EnhancedAltitude, Long((point.AltitudeMeters + 500.0) * 5)) : null
            );

        // Due east of the date line is due west of it: 180 degrees have no number of their own.
        private static int Semicircles(double? degrees) =>
            Math.Round(degrees * FitRecord.SemicirclesPerDegree ?? double.NaN) is >= int.MinValue and < int.MaxValue and var circles
                ? (int)circles
            : degrees >= 180 ? int.MinValue
            : int.MaxValue;

        // Cadence is whole here and has its fraction in a field of its own.
        private static int Byte(double? value) =>
            Math.Floor(value ?? byte.MaxValue) is >= 0 and < byte.MaxValue and var known ? (int)known : byte.MaxValue;

        private static int Short(double? value) => value is >= 0 and < ushort.MaxValue ? (int)value : ushort.MaxValue;

        private static uint Long(double? value) =>
            Math.Round(value ?? uint.MaxValue) is >= 0 and < uint.MaxValue and var known ? (uint)known : uint.MaxValue;
    }
}
