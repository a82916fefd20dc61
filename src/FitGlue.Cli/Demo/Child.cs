using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FitGlue.Cli.Demo;

/// <summary>This program once more, as a process of its own.</summary>
internal sealed partial class Child : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastErrors = new();

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it said last, for the person who wonders why it ended.</summary>
    public string LastWords
    {
        get
        {
            lock (_lastErrors)
            {
                return string.Join(Environment.NewLine, _lastErrors);
            }
        }
    }

    /// <param name="environment">Beside our own.</param>
    public static Child Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments.Append("--end-with-parent"))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        var child = new Child(Process.Start(start) ?? throw new CommandException("A process could not be started.", ExitCode.Unexpected));
        child.Listen();
        return child;
    }

    /// <summary>Waits for the first line of its standard output.</summary>
    public async Task<string> FirstLineAsync(CancellationToken cancellationToken)
    {
        var exit = _process.WaitForExitAsync(cancellationToken);
        var first = await Task.WhenAny(_firstLine.Task, exit);
        await first;
        return _firstLine.Task.IsCompletedSuccessfully ? await _firstLine.Task : throw Ended();
    }

    public CommandException Ended() =>
        new($"Process {Id} ended with exit code {_process.ExitCode}:{Environment.NewLine}{LastWords}", ExitCode.Unexpected);

    /// <summary>Asks it to stop, and ends it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                _firstLine.TrySetResult(line.Data);
                Remember(line.Data);
            }
        };
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Remember(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastErrors)
        {
            _lastErrors.Enqueue(line);
            while (_lastErrors.Count > 15)
            {
                _lastErrors.Dequeue();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
