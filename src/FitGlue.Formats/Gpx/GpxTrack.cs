using System.Collections.Immutable;
using FitGlue.Core.Activities;
using FitGlue.Formats.Xml;

namespace FitGlue.Formats.Gpx;

/// <summary>One track of a GPX file while it is read.</summary>
internal sealed class GpxTrack(PointAllowance allowance)
{
    private string? _name;
    private string? _description;
    private string? _type;

    public TrackDraft Points { get; } = new(allowance);

    public void Take(string element, string text)
    {
        switch (element)
        {
            case "name":
                _name = text;
                break;
            case "desc":
                _description = text;
                break;
            case "type":
                _type = text;
                break;
        }
    }

    /// <summary>Null where no point has a time.</summary>
    public RecordedActivity? ToRecorded(string? creator)
    {
        if (Points.Count == 0)
        {
            return null;
        }

        var believed = BelievedTime.Of(Points.Times);
        Points.LeaveOut(time => !believed.Has(time));
        var points = Points.Points();
        var offset = Points.Offset ?? TimeSpan.Zero;
        var pauses = Points.Pauses(points[0].Time, points[^1].Time);
        return new()
        {
            Title = _name,
            Description = _description,
            Type = GpxType.Find(_type),
            RawType = _type,
            StartTime = points[0].Time.ToOffset(offset),
            EndTime = points[^1].Time.ToOffset(offset),
            OffsetKnown = Points.Offset is not null,
            DistanceMeters = LengthOf(points, pauses),
            Recording = new()
            {
                Device = creator,
                Points = points,
                Pauses = pauses,
            },
        };
    }

    /// <summary>GPX has no figure for it: the way from position to position, without what lay in pauses. Null where nobody moved.</summary>
    private static double? LengthOf(ImmutableArray<RecordedPoint> points, ImmutableArray<Pause> pauses)
    {
        var resumptions = pauses.Select(pause => pause.End).ToHashSet();
        var length = 0.0;
        Position? earlier = null;
        foreach (var point in points.Where(point => point.Position is not null))
        {
            length += earlier is { } from && !resumptions.Contains(point.Time) ? from.MetersTo(point.Position!.Value) : 0;
            earlier = point.Position;
        }

        return length > 0 ? length : null;
    }
}
