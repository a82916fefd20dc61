using System.Text.Json.Serialization;
using FitGlue.Core.Activities;

namespace FitGlue.Server.Activities;

/// <param name="Recording">Null: no device recorded points, as with workouts that a ring detected.</param>
public sealed record RecordingAnswer(RecordingModel? Recording);

/// <summary>What a device recorded of a workout, as its file has it.</summary>
/// <param name="Device">In the words of the file.</param>
/// <param name="HeartRateDevice">What measured the heart rate, where that is another one.</param>
/// <param name="TimerSeconds">How long the timer ran, as the device counted it; null: it did not say.</param>
/// <param name="Points">By time. Holes stay holes.</param>
public sealed record RecordingModel(
    string? Device,
    string? HeartRateDevice,
    double? TimerSeconds,
    IReadOnlyList<PointModel> Points,
    IReadOnlyList<PauseModel> Pauses,
    IReadOnlyList<LapModel> Laps
)
{
    public static RecordingModel Of(Recording recording) =>
        new(
            recording.Device,
            recording.HeartRateDevice,
            recording.TimerTime?.TotalSeconds,
            [.. recording.Points.Select(PointModel.Of)],
            [.. recording.Pauses.Select(pause => new PauseModel(pause.Start, pause.End))],
            [
                .. recording.Laps.Select(lap => new LapModel(
                    lap.StartTime,
                    lap.EndTime,
                    lap.TimerTime?.TotalSeconds,
                    lap.DistanceMeters,
                    lap.Calories
                )),
            ]
        );
}

/// <summary>What was measured at one instant; what was not is left out, since there are thousands of them.</summary>
/// <param name="Latitude">In degrees (WGS 84), north is positive.</param>
/// <param name="Longitude">In degrees, east is positive.</param>
/// <param name="DistanceMeters">From the start of the workout, as the device counted it.</param>
/// <param name="CadenceRpm">Turns, strides or strokes a minute.</param>
public sealed record PointModel(
    DateTimeOffset Time,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Latitude,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Longitude,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? AltitudeMeters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? DistanceMeters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? SpeedMetersPerSecond,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? CadenceRpm,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PowerWatts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? HeartRateBpm
)
{
    public static PointModel Of(RecordedPoint point) =>
        new(
            point.Time,
            point.Position?.Latitude,
            point.Position?.Longitude,
            point.AltitudeMeters,
            point.DistanceMeters,
            point.SpeedMetersPerSecond,
            point.CadenceRpm,
            point.PowerWatts,
            point.HeartRateBpm
        );
}

/// <summary>The timer stood still.</summary>
public sealed record PauseModel(DateTimeOffset StartTime, DateTimeOffset EndTime);

public sealed record LapModel(
    DateTimeOffset StartTime,
    DateTimeOffset EndTime,
    double? TimerSeconds,
    double? DistanceMeters,
    double? Calories
);
