using System.Diagnostics;
using System.Net.Http.Headers;
using FitGlue.Server.Accounts;
using FitGlue.Testing;

namespace FitGlue.Scenarios;

/// <summary>The shipped server as a process of its own, which a test may kill. It ends with the test.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    private readonly Process _process;
    private readonly List<string> _said = [];

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://localhost:{port}") };
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "fitglue.dll");

    public HttpClient Http { get; }

    public int Id => _process.Id;

    /// <summary>What it wrote, both to standard output and standard error.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join(Environment.NewLine, _said);
            }
        }
    }

    /// <param name="prefix">A program that runs it, such as strace with its arguments.</param>
    public static ServerProcess Start(string data, int port, IReadOnlyDictionary<string, string>? settings = null, params string[] prefix)
    {
        string[] command = [.. prefix, "dotnet", Program, "serve", "--end-with-parent"];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["FitGlue__DataDirectory"] = data;
        start.Environment["FitGlue__Listen"] = $"http://127.0.0.1:{port}";
        start.Environment["Oura__ClientId"] = TestSystem.ClientId;
        start.Environment["Oura__ClientSecret"] = TestSystem.ClientSecret;
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var server = new ServerProcess(Process.Start(start)!, port);
        server.Listen();
        return server;
    }

    /// <summary>Waits until it takes work.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) =>
        UntilAsync(
            async () =>
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException($"The server ended with {_process.ExitCode}: {Said}");
                }

                using var answer = await Http.GetAsync("/readyz", cancellationToken);
                return answer.IsSuccessStatusCode;
            },
            "the server is ready",
            cancellationToken
        );

    /// <summary>Acts for a user from now on, who is made where there is none yet.</summary>
    public async Task SignInAsync(string data, CancellationToken cancellationToken)
    {
        var token = await UserCommands.RunAsync(
            data,
            async users =>
            {
                await users.AddAsync("someone@example.org", "correct horse battery");
                return await users.CreateTokenAsync("someone@example.org", "test", cancellationToken);
            },
            cancellationToken
        );
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Asks it to stop, as the system's service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
        kill.WaitForExit();
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Deadline, cancellationToken);
        return _process.ExitCode;
    }

    public static async Task UntilAsync(Func<Task<bool>> look, string what, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Deadline)
        {
            try
            {
                if (await look())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It is starting, or was killed.
            }

            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"Still not so after {Deadline.TotalSeconds:0} s: {what}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        Http.Dispose();
        _process.Dispose();
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
        }
    }
}
