using System.Collections.Concurrent;

namespace FitGlue.Simulator.Collections;

/// <summary>Documents whose own address answers 404 for a while, as it happens right after a webhook.</summary>
internal sealed class Hidden(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = [];

    public void Hide(string id, TimeSpan duration) => _until[id] = time.GetUtcNow() + duration;

    public bool Covers(string id) => _until.TryGetValue(id, out var until) && time.GetUtcNow() < until;
}
