namespace FitGlue.Cli.Demo;

/// <summary>The server as a child that is started again when it dies: nothing may be lost by that.</summary>
internal sealed class SupervisedServer(Func<Child> start, TimeProvider time, TextWriter output) : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private Child? _child;
    private Task _watch = Task.CompletedTask;

    public async Task StartAsync(DemoApi api, CancellationToken cancellationToken)
    {
        _child = start();
        await output.WriteLineAsync($"Server: process {_child.Id}");
        var deadline = time.GetUtcNow() + StartPatience;
        while (!await api.IsReadyAsync(cancellationToken))
        {
            if (_child.HasExited)
            {
                throw _child.Ended();
            }

            if (time.GetUtcNow() > deadline)
            {
                throw new CommandException(
                    $"The server is not ready after {StartPatience.TotalSeconds:0} s.{Environment.NewLine}{_child.LastWords}",
                    ExitCode.Unexpected
                );
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        _watch = KeepAliveAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_child is not null)
        {
            await _child.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Poll, time, cancellationToken);
            if (_child is { HasExited: true } dead)
            {
                await output.WriteLineAsync($"The server ({dead.Id}) has died. Starting it again…");
                await dead.DisposeAsync();
                _child = start();
                await output.WriteLineAsync($"Server: process {_child.Id}");
            }
        }
    }
}
