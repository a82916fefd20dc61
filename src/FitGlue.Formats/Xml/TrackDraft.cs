using System.Collections.Immutable;
using FitGlue.Core.Activities;

namespace FitGlue.Formats.Xml;

/// <summary>The points of a workout while they are read, in the stretches that the timer ran.</summary>
internal sealed class TrackDraft(PointAllowance allowance)
{
    private readonly List<RecordedPoint> _points = [];
    private readonly List<Pause> _pauses = [];
    private bool _resumes;

    public int Timeless { get; private set; }

    public TimeSpan? Offset { get; private set; }

    public DateTimeOffset? First => _points.Count > 0 ? _points[0].Time : null;

    public DateTimeOffset? Last => _points.Count > 0 ? _points[^1].Time : null;

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
        if (_resumes)
        {
            AddPause(_points[^1].Time, time);
        }

        _resumes = false;
        _points.Add(draft.At(time.ToUniversalTime()));
    }

    public void AddPause(DateTimeOffset from, DateTimeOffset to)
    {
        if (to - from < TimeSpan.FromSeconds(1))
        {
            return;
        }

        _pauses.Add(_pauses.Count < FileLimits.Parts ? new(from, to) : throw FileLimits.TooManyParts());
    }

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
