using Microsoft.Extensions.Time.Testing;

namespace FitGlue.Testing;

/// <summary>A clock that a test advances, timers with it, or sets: then, as in life, the time of day jumps and no timer notices.</summary>
public sealed class TestClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long _jumped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _jumped));

    /// <param name="by">Ahead, or back.</param>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);
}
