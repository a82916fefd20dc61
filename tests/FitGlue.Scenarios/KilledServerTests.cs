using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Server.Accounts;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>The server as a real process that is killed at moments drawn from a seed. What was announced arrives, once.</summary>
public sealed class KilledServerTests
{
    private const int Seed = 20261122;
    private const int Kills = 6;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    [Fact]
    public async Task Every_workout_that_was_announced_arrives_once()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var port = TestSystem.FreePort();
        await using var cloud = await OuraSimulator.StartAsync(CloudFor(port), cancellationToken);
        var draw = new Random(Seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var server = Serve(folder.Path, port, cloud);
        try
        {
            using var http = await SignedInAsync(folder.Path, port, cancellationToken);
            await ConnectAsync(http, cancellationToken);
            var announced = new List<string>();
            for (var kill = 0; kill < Kills; kill++)
            {
                await UntilAsync(
                    async () => (await http.GetAsync("/readyz", cancellationToken)).IsSuccessStatusCode,
                    "the server is ready",
                    cancellationToken
                );
                announced.Add(cloud.Control.AddWorkout(new() { Activity = "running", Minutes = 20 + kill }).Id);
                await Task.Delay(TimeSpan.FromMilliseconds(draw.Next(0, 400)), TimeProvider.System, cancellationToken);
                server.Kill();
                await server.WaitForExitAsync(cancellationToken);
                server.Dispose();
                server = Serve(folder.Path, port, cloud);
            }

            foreach (var id in announced)
            {
                await UntilAsync(
                    async () => await IsDeliveredAsync(http, id, cancellationToken),
                    $"workout {id} is delivered",
                    cancellationToken
                );
            }

            var files = Directory.GetFiles(Path.Combine(folder.Path, "files"), "*.fit");
            files.Length.ShouldBe(announced.Count, "one file each");
            Directory.GetFiles(Path.Combine(folder.Path, "files"), ".*").ShouldBeEmpty("no half-written file is left");
            var activities = (await http.GetFromJsonAsync<JsonNode>("/api/v1/activities?limit=200", cancellationToken))![
                "items"
            ]!.AsArray();
            announced.ShouldAllBe(id => activities.Count(activity => activity!["externalId"]!.GetValue<string>() == id) == 1);
        }
        finally
        {
            server.Kill();
            server.Dispose();
        }
    }

    private static OuraSimulatorOptions CloudFor(int port) =>
        new()
        {
            // Webhooks are tried again within seconds instead of minutes.
            Knobs = new Knobs
            {
                SkipConsent = true,
                WebhookDelay = TimeSpan.FromMilliseconds(20),
                WebhookRetrySpan = TimeSpan.FromSeconds(40),
            },
            Apps =
            [
                new()
                {
                    ClientId = TestSystem.ClientId,
                    ClientSecret = TestSystem.ClientSecret,
                    RedirectUris = [$"http://localhost:{port}/connections/oura/callback"],
                },
            ],
        };

    private static Process Serve(string folder, int port, OuraSimulator cloud)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fitglue.dll"), "serve", "--end-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        foreach (var (key, value) in TestSystem.Settings(Path.Combine(folder, "data"), port, cloud, files))
        {
            start.Environment[key.Replace(":", "__")] = value;
        }

        start.Environment["FitGlue__SweepInterval"] = "00:00:01";
        start.Environment["Oura__ReconcileInterval"] = "00:00:05";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<HttpClient> SignedInAsync(string folder, int port, CancellationToken cancellationToken)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://localhost:{port}"),
        };
        await UntilAsync(
            async () => (await http.GetAsync("/readyz", cancellationToken)).IsSuccessStatusCode,
            "the server is ready",
            cancellationToken
        );
        var token = await UserCommands.RunAsync(
            Path.Combine(folder, "data"),
            async users =>
            {
                (await users.AddAsync("someone@example.org", "correct horse battery")).ShouldBeEmpty();
                return await users.CreateTokenAsync("someone@example.org", "test", cancellationToken);
            },
            cancellationToken
        );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static async Task ConnectAsync(HttpClient http, CancellationToken cancellationToken)
    {
        await http.PostAsJsonAsync(
            "/api/v1/pipelines",
            new
            {
                name = "Files",
                source = "oura",
                targets = new[] { new { type = "files" } },
                deliverFrom = TimeProvider.System.GetUtcNow().AddHours(-1.5),
            },
            cancellationToken
        );
        using var begun = await http.PostAsync("/api/v1/connections/oura/authorize", null, cancellationToken);
        var start = await begun.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var granted = await browser.GetAsync(start!["authorizeUrl"]!.GetValue<string>(), cancellationToken);
        using var back = await http.GetAsync(granted.Headers.Location!.PathAndQuery, cancellationToken);
        back.Headers.Location!.ToString().ShouldContain("connected=oura");
        await UntilAsync(
            async () =>
                (await http.GetFromJsonAsync<JsonNode>("/api/v1/connections", cancellationToken))!["items"]![0]!["import"] is { } import
                && !import["listing"]!.GetValue<bool>()
                && import["waiting"]!.GetValue<int>() == 0,
            "the first import is over",
            cancellationToken
        );
    }

    private static async Task<bool> IsDeliveredAsync(HttpClient http, string externalId, CancellationToken cancellationToken)
    {
        var activities = (await http.GetFromJsonAsync<JsonNode>("/api/v1/activities?limit=200", cancellationToken))!["items"]!.AsArray();
        var activity = activities.FirstOrDefault(activity => activity!["externalId"]!.GetValue<string>() == externalId);
        if (activity is null)
        {
            return false;
        }

        var runs = await http.GetFromJsonAsync<JsonNode>($"/api/v1/runs?activityId={activity["id"]}", cancellationToken);
        return runs!["items"]!.AsArray() is [var run, ..] && run!["state"]!.GetValue<string>() == "delivered";
    }

    private static async Task UntilAsync(Func<Task<bool>> look, string what, CancellationToken cancellationToken)
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
                // The server is being started again.
            }

            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"Still not so after {Deadline.TotalSeconds:0} s: {what}");
    }
}
