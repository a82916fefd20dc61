using System.Xml;
using FitGlue.Formats.Xml;

namespace FitGlue.Formats.Tcx;

/// <summary>Listens to a TCX file and keeps its activities.</summary>
internal sealed class TcxContent : IXmlListener
{
    private readonly PointAllowance _allowance = new();
    private TcxActivity? _activity;
    private PointDraft? _point;

    public List<TcxActivity> Activities { get; } = [];

    public bool HasCourse { get; private set; }

    public void Opened(XmlPlace place, XmlReader attributes)
    {
        switch (place.Name)
        {
            case "Activity":
                _activity = new(_allowance) { Sport = attributes.GetAttribute("Sport") };
                Activities.Add(Activities.Count < FileLimits.Activities ? _activity : throw FileLimits.TooManyParts());
                break;
            case "Course":
                (_activity, HasCourse) = (null, true);
                break;
            case "Lap" when _activity is not null:
                _activity.BeginLap(attributes.GetAttribute("StartTime"));
                break;
            case "Track":
                _activity?.BeginTrack();
                break;
            case "Trackpoint":
                _point = new();
                break;
        }
    }

    public void Closed(XmlPlace place, string text)
    {
        if (place.Name is "Trackpoint")
        {
            AddPoint();
        }
        else if (_point is not null)
        {
            _point.Take(place, text);
        }
        else
        {
            _activity?.Take(place, text);
        }
    }

    private void AddPoint()
    {
        if (_activity is not null && _point is not null)
        {
            _activity.Track.Add(_point);
        }

        _point = null;
    }
}
