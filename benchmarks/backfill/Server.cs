using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Backfill;

/// <summary>The shipped server as a process of its own, and the person to whom it belongs.</summary>
internal sealed class Server : IDisposable
{
    private const string Email = "someone@example.org";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly string _program;
    private readonly string _data;
    private readonly Process _process;
    private readonly HttpClient _http;

    public Server(string program, string folder, Cloud cloud)
    {
        (_program, _data) = (program, Path.Combine(folder, "data"));
        var start = new ProcessStartInfo(program, ["serve", "--end-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["FitGlue__DataDirectory"] = _data;
        start.Environment["FitGlue__Listen"] = $"http://127.0.0.1:{cloud.ServerPort}";
        foreach (var (key, value) in cloud.Settings)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new($"http://localhost:{cloud.ServerPort}") };
    }

    /// <summary>The most memory that it held at once.</summary>
    public double PeakMegabytes =>
        double.Parse(
            File.ReadLines($"/proc/{_process.Id}/status")
                .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / 1000;

    /// <summary>The database with its log.</summary>
    public double DatabaseMegabytes => Directory.GetFiles(_data, "fitglue.db*").Sum(file => new FileInfo(file).Length) / 1e6;

    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        await UntilAsync(IsReadyAsync, cancellationToken);
        await OutputAsync("correct horse battery", "user", "add", Email, "--password-stdin", "--data", _data);
        var token = await OutputAsync(null, "token", "create", "--user", Email, "--name", "benchmark", "--data", _data);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
    }

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var start = await PostAsync("connections/oura/authorize", null, cancellationToken);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var granted = await browser.GetAsync(start["authorizeUrl"]!.GetValue<string>(), cancellationToken);
        using var back = await _http.GetAsync(granted.Headers.Location!.PathAndQuery, cancellationToken);
        await UntilAsync(
            async () =>
            {
                var import = (await GetAsync("connections", cancellationToken))["items"]![0]!["import"]!;
                return !import["listing"]!.GetValue<bool>() && import["waiting"]!.GetValue<int>() == 0;
            },
            cancellationToken
        );
    }

    /// <summary>Asks for everything from a day on, and waits until all of it is here.</summary>
    public async Task<JsonNode> BackfillAsync(DateOnly from, bool dryRun, CancellationToken cancellationToken)
    {
        var backfill = await PostAsync("backfills", new { from, dryRun }, cancellationToken);
        await UntilAsync(
            async () =>
            {
                backfill = await GetAsync($"backfills/{backfill["id"]}", cancellationToken);
                return backfill["state"]!.GetValue<string>() is "done" or "dead" or "needs-you";
            },
            cancellationToken
        );
        return backfill;
    }

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var (count, cursor) = (0, "");
        do
        {
            var page = await GetAsync($"activities?limit=200{cursor}", cancellationToken);
            count += page["items"]!.AsArray().Count;
            cursor = page["nextCursor"]?.GetValue<string>() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        } while (cursor is not null);
        return count;
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> look, CancellationToken cancellationToken)
    {
        while (!await look())
        {
            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonNode>($"/api/v1/{path}", cancellationToken))!;

    private async Task<JsonNode> PostAsync(string path, object? body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync($"/api/v1/{path}", body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
    }

    private async Task<string> OutputAsync(string? input, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(_program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
            }
        )!;
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
