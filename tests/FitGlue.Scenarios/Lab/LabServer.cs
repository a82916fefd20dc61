using System.Diagnostics;
using FitGlue.Engine;
using FitGlue.Simulator;
using FitGlue.Testing;

namespace FitGlue.Scenarios.Lab;

/// <summary>The server as a real process, which may be told where to die.</summary>
internal sealed class LabServer : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private LabServer(Process process) => _process = process;

    public int Port { get; private init; }

    public bool HasExited => _process.HasExited;

    public long MegabytesResident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_000_000;
        }
    }

    /// <summary>The last lines that it wrote.</summary>
    public string Tail
    {
        get
        {
            lock (_lines)
            {
                return string.Join(Environment.NewLine, _lines.TakeLast(30));
            }
        }
    }

    /// <param name="failPoint">Where it kills itself, as <see cref="FailPoint"/> names it.</param>
    /// <param name="fsync">At which fsync the kernel kills it.</param>
    public static LabServer Start(string folder, int port, OuraSimulator cloud, string? failPoint = null, int? fsync = null)
    {
        string[] program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "fitglue.dll"), "serve", "--end-with-parent"];
        string[] command = fsync is { } n
            ?
            [
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                $"inject=fsync,fdatasync:signal=SIGKILL:when={n}",
                .. program,
            ]
            : program;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        foreach (var (key, value) in Settings(folder, port, cloud, files))
        {
            start.Environment[key.Replace(":", "__")] = value;
        }

        if (failPoint is not null)
        {
            start.Environment[FailPoint.Variable] = failPoint;
        }

        var server = new LabServer(Process.Start(start)!) { Port = port };
        server._process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>The whole tree that was started here and nothing else.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    // Everything that takes minutes in life takes seconds here.
    private static Dictionary<string, string> Settings(string folder, int port, OuraSimulator cloud, string files)
    {
        var settings = TestSystem.Settings(Path.Combine(folder, "data"), port, cloud, files);
        settings["FitGlue:SweepInterval"] = "00:00:00.2";
        settings["Oura:ReconcileInterval"] = "00:00:03";
        settings["Oura:SettleSchedule:0"] = "00:00:01";
        settings["Oura:SettleSchedule:1"] = "00:00:02";
        settings["Oura:SettleSchedule:2"] = "00:00:04";
        return settings;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
