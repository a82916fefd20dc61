using FitGlue.Core.Activities;
using FitGlue.Formats.Xml;

namespace FitGlue.Formats.Tcx;

/// <summary>One lap of a TCX file while it is read.</summary>
internal sealed class TcxLap
{
    public DateTimeOffset? StartTime { get; init; }

    public bool HasOffset { get; init; }

    /// <summary>Points of the file before it began.</summary>
    public int PointsBefore { get; init; }

    public TimeSpan? TimerTime { get; private set; }

    public double? DistanceMeters { get; private set; }

    public double? Calories { get; private set; }

    /// <summary>When it ended, had the timer run all the time.</summary>
    public DateTimeOffset? TimerEnd => StartTime + TimerTime;

    public void Take(string name, string text)
    {
        switch (name)
        {
            case "TotalTimeSeconds":
                TimerTime = XmlValue.Seconds(text);
                break;
            case "DistanceMeters":
                DistanceMeters = XmlValue.Positive(text);
                break;
            case "Calories":
                Calories = XmlValue.Positive(text);
                break;
        }
    }

    public RecordedLap ToRecorded(DateTimeOffset end) =>
        new(StartTime!.Value.ToUniversalTime(), end.ToUniversalTime(), TimerTime) { DistanceMeters = DistanceMeters, Calories = Calories };
}
