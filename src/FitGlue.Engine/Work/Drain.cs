using Microsoft.Extensions.Hosting;

namespace FitGlue.Engine.Work;

/// <summary>Counts the steps under way; a stop waits for them while the listener still answers.</summary>
public sealed class Drain(TimeProvider time) : IHostedLifecycleService
{
    /// <summary>The rest of the ten seconds is for the listener and the engine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _stopping;

    /// <summary>A step is under way until what this returns is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (_lock)
        {
            _running++;
        }

        return new Step(this);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _stopping = true;
            CompleteIfEmpty();
        }

        // Steps heed the stop by themselves; one that does not goes on at the next start.
        await Task.WhenAny(_empty.Task, Task.Delay(Patience, time, cancellationToken));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void End()
    {
        lock (_lock)
        {
            _running--;
            CompleteIfEmpty();
        }
    }

    private void CompleteIfEmpty()
    {
        if (_stopping && _running == 0)
        {
            _empty.TrySetResult();
        }
    }

    private sealed class Step(Drain drain) : IDisposable
    {
        private Drain? _drain = drain;

        public void Dispose() => Interlocked.Exchange(ref _drain, null)?.End();
    }
}
