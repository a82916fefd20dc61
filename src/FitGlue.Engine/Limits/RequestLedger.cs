namespace FitGlue.Engine.Limits;

/// <summary>The requests of the last window: how many more may be sent, and else when. Not safe for concurrent use.</summary>
internal sealed class RequestLedger
{
    private readonly Queue<DateTimeOffset> _sent = new();

    /// <summary>Takes one request where fewer than <paramref name="allowed"/> were sent in the window.</summary>
    /// <returns>Null: taken. Else when the next one may be sent.</returns>
    public DateTimeOffset? NotBefore(int allowed, TimeSpan window, DateTimeOffset now)
    {
        // A clock that was set back leaves entries of the future; they would block until it catches up.
        while (_sent.TryPeek(out var oldest) && (oldest <= now - window || oldest > now))
        {
            _sent.Dequeue();
        }

        return _sent.Count < allowed ? null : _sent.ElementAt(_sent.Count - Math.Max(allowed, 1)) + window;
    }

    public void Take(DateTimeOffset now) => _sent.Enqueue(now);
}
