namespace FitGlue.Simulator.Webhooks;

/// <summary>What goes wrong with the next events, on request: lost, told several times, in the wrong order.</summary>
internal sealed class Mischief
{
    private readonly Lock _gate = new();
    private readonly List<Envelope> _waiting = [];
    private int _lose;
    private int _repeat;
    private int _times;
    private int _reorder;

    public void Lose(int count) => Set(ref _lose, count);

    public void Repeat(int count, int times)
    {
        lock (_gate)
        {
            (_repeat, _times) = (count, times);
        }
    }

    public void Reorder(int count) => Set(ref _reorder, count);

    public bool Loses()
    {
        lock (_gate)
        {
            return _lose > 0 && _lose-- > 0;
        }
    }

    /// <summary>What goes out now: repeated ones several times; reordered ones are kept until all are there, then the last comes first.</summary>
    public IReadOnlyList<Envelope> Arrange(IEnumerable<Envelope> envelopes)
    {
        lock (_gate)
        {
            List<Envelope> queue = [];
            foreach (var envelope in envelopes)
            {
                if (_reorder > 0)
                {
                    _waiting.Insert(0, envelope);
                    _reorder--;
                    if (_reorder == 0)
                    {
                        queue.AddRange(_waiting);
                        _waiting.Clear();
                    }

                    continue;
                }

                queue.Add(envelope);
                if (_repeat > 0)
                {
                    _repeat--;
                    queue.AddRange(Enumerable.Range(1, _times - 1).Select(_ => Copy(envelope, atOnce: _times > 2)));
                }
            }

            return queue;
        }
    }

    private static Envelope Copy(Envelope envelope, bool atOnce) =>
        new(envelope.Happening, envelope.Subscription, envelope.Body) { EventTime = envelope.EventTime, LeavesAtOnce = atOnce };

    private void Set(ref int counter, int count)
    {
        lock (_gate)
        {
            counter = count;
        }
    }
}
