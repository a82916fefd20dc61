using System.Xml;
using FitGlue.Formats.Xml;

namespace FitGlue.Formats.Gpx;

/// <summary>Listens to a GPX file and keeps its tracks.</summary>
internal sealed class GpxContent : IXmlListener
{
    private readonly PointAllowance _allowance = new();
    private GpxTrack? _track;
    private PointDraft? _point;

    public List<GpxTrack> Tracks { get; } = [];

    public string? Creator { get; private set; }

    public void Opened(XmlPlace place, XmlReader attributes)
    {
        switch (place.Name)
        {
            case "gpx":
                Creator = attributes.GetAttribute("creator");
                break;
            case "trk":
                _track = new(_allowance);
                Tracks.Add(Tracks.Count < FileLimits.Activities ? _track : throw FileLimits.TooManyParts());
                break;
            case "trkseg":
                _track?.Points.Break();
                break;
            case "trkpt":
                _point = new()
                {
                    Latitude = XmlValue.Number(attributes.GetAttribute("lat")),
                    Longitude = XmlValue.Number(attributes.GetAttribute("lon")),
                };
                break;
        }
    }

    public void Closed(XmlPlace place, string text)
    {
        switch (place.Name)
        {
            case "trkpt":
                AddPoint();
                break;
            case "trk":
                _track = null;
                break;
            case var _ when _point is not null:
                _point.Take(place, text);
                break;
            case var name when place.Parent is "trk" && text.Length > 0:
                _track?.Take(name, text);
                break;
        }
    }

    private void AddPoint()
    {
        if (_track is not null && _point is not null)
        {
            _track.Points.Add(_point);
        }

        _point = null;
    }
}
