using System.Collections.Immutable;
using FitGlue.Core.Activities;
using FitGlue.Formats.Xml;

namespace FitGlue.Formats.Tcx;

/// <summary>One activity of a TCX file while it is read.</summary>
internal sealed class TcxActivity(PointAllowance allowance)
{
    private readonly List<TcxLap> _laps = [];
    private DateTimeOffset? _id;
    private string? _notes;
    private string? _device;
    private int _tracksOfLap;

    public string? Sport { get; init; }

    public TrackDraft Track { get; } = new(allowance);

    public void BeginLap(string? startTime)
    {
        // Between laps the timer runs on, unless the lap before says that it did not.
        var lap = new TcxLap
        {
            StartTime = XmlValue.Time(startTime),
            HasOffset = XmlValue.HasOffset(startTime),
            PointsBefore = Track.Count,
        };
        _laps.Add(_laps.Count < FileLimits.Parts ? lap : throw FileLimits.TooManyParts());
        _tracksOfLap = 0;
    }

    /// <summary>A second track of a lap begins where the timer ran again.</summary>
    public void BeginTrack()
    {
        if (_tracksOfLap++ > 0)
        {
            Track.Break();
        }
    }

    public void Take(XmlPlace place, string text)
    {
        switch (place.Name)
        {
            case "Id" when place.Parent is "Activity":
                _id = XmlValue.Time(text);
                break;
            case "Notes" when place.Parent is "Activity" && text.Length > 0:
                _notes = text;
                break;
            case "Name" when place.Parent is "Creator" && text.Length > 0:
                _device = text;
                break;
            default:
                if (place.Parent is "Lap" && _laps.Count > 0)
                {
                    _laps[^1].Take(place.Name, text);
                }

                break;
        }
    }

    /// <summary>Null where nothing says when it was.</summary>
    public RecordedActivity? ToRecorded()
    {
        var told = _laps.Min(lap => lap.StartTime) ?? _id;
        var lastTold = _laps.Select(lap => lap.TimerEnd ?? lap.StartTime).Append(told).Max();
        LeaveOutStrays(told, lastTold);
        if ((told ?? Track.First) is not { } start)
        {
            return null;
        }

        var end = new[] { lastTold, Track.Last, start }.OfType<DateTimeOffset>().Max();
        AddPausesBetweenLaps();
        var offset = _laps.Any(lap => lap.HasOffset) ? start.Offset : Track.Offset;
        var type = Sport is null ? null : Sports.Find(Sport);
        return new()
        {
            Description = _notes,
            Type = type ?? Core.Activities.Sport.Other,
            RawType = Sport,
            StartTime = start.ToOffset(offset ?? TimeSpan.Zero),
            EndTime = end.ToOffset(offset ?? TimeSpan.Zero),
            OffsetKnown = offset is not null,
            // The schema demands both figures: 0 stands for "not known".
            Calories = _laps.Sum(lap => lap.Calories) is > 0 and var calories ? calories : null,
            DistanceMeters = _laps.Sum(lap => lap.DistanceMeters) is > 0 and var meters ? meters : null,
            Recording = new()
            {
                Device = _device,
                Points = Track.Points(),
                Pauses = Track.Pauses(start, end),
                Laps = LapsUntil(end),
                TimerTime = TimerWithin(end - start),
            },
        };
    }

    private void LeaveOutStrays(DateTimeOffset? start, DateTimeOffset? end)
    {
        if (Track.Count > 0)
        {
            var believed = start is null ? BelievedTime.Of(Track.Times) : BelievedTime.Around(start.Value, end ?? start.Value, Track.Times);
            Track.LeaveOut(time => !believed.Has(time));
        }
    }

    private void AddPausesBetweenLaps()
    {
        foreach (var (lap, next) in _laps.Zip(_laps.Skip(1)))
        {
            if (lap.TimerEnd is { } ended && next.StartTime is { } begins)
            {
                Track.AddPause(Track.LastOf(next.PointsBefore) is { } last && last > ended ? last : ended, begins);
            }
        }
    }

    private ImmutableArray<RecordedLap> LapsUntil(DateTimeOffset end)
    {
        TcxLap[] known = [.. _laps.Where(lap => lap.StartTime is not null).OrderBy(lap => lap.StartTime)];
        return known.Length < 2
            ? []
            : [.. known.Select((lap, place) => lap.ToRecorded(place + 1 < known.Length ? known[place + 1].StartTime!.Value : end))];
    }

    private TimeSpan? TimerWithin(TimeSpan elapsed)
    {
        if (_laps.Count == 0 || _laps.Any(lap => lap.TimerTime is null))
        {
            return null;
        }

        var timer = _laps.Aggregate(TimeSpan.Zero, (sum, lap) => sum + lap.TimerTime!.Value);
        return timer <= elapsed && timer > TimeSpan.Zero ? timer : null;
    }
}
