using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Acknowledgement;

/// <summary>A server under test: a process of its own on a free port with a fresh folder.</summary>
internal sealed class Contender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Contender(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<Contender> StartAsync(Func<int, ProcessStartInfo> command, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = command(port);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var contender = new Contender(process, port);
        await contender.WaitAsync(cancellationToken);
        return contender;
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (
            var watch = Stopwatch.StartNew();
            watch.Elapsed < Patience;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken)
        )
        {
            try
            {
                using var connection = new Connection(Port);
                await connection.OpenAsync(cancellationToken);
                if (await connection.AskAsync(SignedEvents.Request(Guid.NewGuid().ToString(), Port), cancellationToken) is 202)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException && !_process.HasExited)
            {
                continue;
            }
        }

        throw new TimeoutException($"{_process.StartInfo.FileName} takes no event after {Patience.TotalSeconds} seconds.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
