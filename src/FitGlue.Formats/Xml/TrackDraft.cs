using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Formats.Xml;

/// <summary>The points of a workout while they are read, in the stretches that the timer ran.</summary>
internal sealed class TrackDraft(PointAllowance allowance)
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly List<RecordedPoint> _points = [];

    // Places of the points that stretches begin with.
    private readonly List<int> _resumptions = [];
    private readonly List<Pause> _pauses = [];
    private bool _resumes;

    // How many of the first points were kept.
    private int[] _kept = [0];

    public int Count => _points.Count;

    public int Timeless { get; private set; }

    /// <summary>Points whose time was not believed.</summary>
    public int Strays { get; private set; }

    public TimeSpan? Offset { get; private set; }

    public DateTimeOffset? First => _points.Count > 0 ? _points.Min(point => point.Time) : null;

    public DateTimeOffset? Last => _points.Count > 0 ? _points.Max(point => point.Time) : null;

    public IEnumerable<DateTimeOffset> Times => _points.Select(point => point.Time);

    /// <summary>A new stretch begins with the next point.</summary>
    public void Break() => _resumes = _points.Count > 0;

    public void Add(PointDraft draft)
    {
        if (draft.Time is not { } time)
        {
            Timeless++;
            return;
        }

        allowance.Take();
        Offset ??= draft.HasOffset ? time.Offset : null;
        if (_resumes && (time - _points[^1].Time).Duration() > LongestStep)
        {
            _resumptions.Add(_resumptions.Count < FileLimits.Parts ? _points.Count : throw FileLimits.TooManyParts());
        }

        _resumes = false;
        _points.Add(draft.At(time.ToUniversalTime()));
    }

    public void AddPause(DateTimeOffset from, DateTimeOffset to)
    {
        if (to - from > LongestStep)
        {
            _pauses.Add(new(from, to));
        }
    }

    /// <summary>To be called once, when all is read and before anything is made of it.</summary>
    public void LeaveOut(Func<DateTimeOffset, bool> isStray)
    {
        _kept = new int[_points.Count + 1];
        for (var place = 0; place < _points.Count; place++)
        {
            _kept[place + 1] = _kept[place] + (isStray(_points[place].Time) ? 0 : 1);
        }

        Strays = _points.RemoveAll(point => isStray(point.Time));
        foreach (var place in _resumptions.Select(place => _kept[place]).Where(place => place > 0 && place < _points.Count).Distinct())
        {
            AddPause(_points[place - 1].Time, _points[place].Time);
        }
    }

    /// <summary>The last that was kept of the first points of the file.</summary>
    public DateTimeOffset? LastOf(int count) => _kept[count] is > 0 and var kept ? _points[kept - 1].Time : null;

    public ImmutableArray<RecordedPoint> Points() => [.. _points.OrderBy(point => point.Time)];

    /// <summary>By time, inside the workout, without overlap.</summary>
    public ImmutableArray<Pause> Pauses(DateTimeOffset start, DateTimeOffset end)
    {
        var pauses = ImmutableArray.CreateBuilder<Pause>();
        var free = start;
        foreach (var pause in _pauses.OrderBy(pause => pause.Start))
        {
            var (from, to) = (pause.Start > free ? pause.Start : free, pause.End < end ? pause.End : end);
            if (to > from)
            {
                pauses.Add(new(from, to));
                free = to;
            }
        }

        return pauses.ToImmutable();
    }
}
