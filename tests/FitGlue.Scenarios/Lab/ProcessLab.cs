using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Server.Accounts;
using FitGlue.Simulator;
using FitGlue.Testing;
using FitGlue.Testing.Lab;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>A simulated cloud, a data directory that lives through many deaths of its server, and a person who uses it.</summary>
internal sealed class ProcessLab : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = TestSystem.FreePort();
    private readonly Random _draw;
    private readonly List<string> _living = [];
    private HttpClient _http = new();
    private SyncOracle? _oracle;

    private ProcessLab(int seed, OuraSimulator cloud) => (_draw, Cloud) = (new(seed), cloud);

    public OuraSimulator Cloud { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Somebody who is connected, with an import that is over and a server that was stopped.</summary>
    public static async Task<ProcessLab> StartAsync(int seed)
    {
        var port = 0;
        var lab = new ProcessLab(seed, null!);
        port = lab._port;
        lab.Cloud = await OuraSimulator.StartAsync(
            new()
            {
                Knobs = new Knobs
                {
                    SkipConsent = true,
                    WebhookDelay = TimeSpan.FromMilliseconds(20),
                    WebhookRetrySpan = TimeSpan.FromSeconds(30),
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
            },
            Cancellation
        );
        using var server = lab.Serve();
        await lab.SignInAsync();
        await lab.ConnectAsync(server);
        await server.KillAsync(Cancellation);
        return lab;
    }

    public LabServer Serve(string? failPoint = null, int? fsync = null) => LabServer.Start(_folder.Path, _port, Cloud, failPoint, fsync);

    /// <summary>Waits until it is ready; false: it died before.</summary>
    public async Task<bool> IsReadyAsync(LabServer server)
    {
        await UntilAsync(
            async () => server.HasExited || (await _http.GetAsync("/readyz", Cancellation)).IsSuccessStatusCode,
            "the server is ready",
            server
        );
        return !server.HasExited;
    }

    /// <summary>While no server runs: makes due what comes once in an hour, where a point lies on its way.</summary>
    public void Prepare(string? point)
    {
        if (point?.StartsWith("subscription", StringComparison.Ordinal) is true)
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "data", "fitglue.db")}");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE subscriptions SET NextCheckAt = 0";
            command.ExecuteNonQuery().ShouldBe(1);
        }
    }

    /// <summary>A busy minute in the life of a person: everything that the way of a workout has, in an order that the seed draws.</summary>
    /// <param name="point">What is hoped to be hit, where it takes a special event.</param>
    public async Task LiveAsync(string? point)
    {
        _living.Add(Add("running", new()));
        _living.Add(Add("cycling", new() { HeartRateDelay = TimeSpan.FromSeconds(1.5) }));
        _living.Add(Add("walking", new() { Notify = false }));
        if (_living.Count > 4)
        {
            Cloud.Control.EditWorkout(
                _living[_draw.Next(_living.Count - 3)],
                new() { Calories = 50 + _draw.Next(500), Source = "confirmed" }
            );
        }

        if (_living.Count > 8)
        {
            var gone = _draw.Next(_living.Count - 3);
            Cloud.Control.DeleteWorkout(_living[gone]);
            _living.RemoveAt(gone);
        }

        if (point?.StartsWith("refresh", StringComparison.Ordinal) is true)
        {
            Cloud.Control.ExpireAccessTokens();
        }

        await PostIgnoringDeathAsync("connections/check", point);
        if (point?.StartsWith("backfill", StringComparison.Ordinal) is true)
        {
            await PostIgnoringDeathAsync("backfills", point);
        }
    }

    /// <summary>Looks until nothing is amiss any more, or for as long as it may take.</summary>
    public async Task<Verdict> QuietAsync(LabServer server)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var verdict = await _oracle!.LookAsync(Cancellation);
            if (verdict.IsClean || TimeProvider.System.GetElapsedTime(began) > Deadline)
            {
                return verdict;
            }

            server.HasExited.ShouldBeFalse(server.Tail);
            await ReconnectWhereAskedAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation);
        }
    }

    /// <summary>Waits for the death that was ordered.</summary>
    /// <returns>False: it lives.</returns>
    public static async Task<bool> DiesAsync(LabServer server, TimeSpan within)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(within);
        try
        {
            await server.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_oracle is not null)
        {
            await _oracle.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        await Cloud.DisposeAsync();
        _folder.Dispose();
    }

    // Nobody does two workouts at once: the newest time at which the person was free.
    private string Add(string activity, NewWorkout order)
    {
        var minutes = 15 + _draw.Next(20);
        var known = Cloud.Control.Workouts(order.Person);
        var now = TimeProvider.System.GetUtcNow();
        var end = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(-2);
        while (known.Any(workout => workout.Start < end.AddMinutes(15) && workout.End > end.AddMinutes(-minutes - 15)))
        {
            end = end.AddMinutes(-5);
        }

        return Cloud.Control.AddWorkout(order with { Activity = activity, Minutes = minutes, Start = end.AddMinutes(-minutes) }).Id;
    }

    private async Task SignInAsync()
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://localhost:{_port}") };
        await UntilAsync(async () => (await _http.GetAsync("/readyz", Cancellation)).IsSuccessStatusCode, "the server is ready");
        var token = await UserCommands.RunAsync(
            Path.Combine(_folder.Path, "data"),
            async users =>
            {
                (await users.AddAsync("someone@example.org", "correct horse battery")).ShouldBeEmpty();
                return await users.CreateTokenAsync("someone@example.org", "test", Cancellation);
            },
            Cancellation
        );
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    private async Task ConnectAsync(LabServer server)
    {
        var now = TimeProvider.System.GetUtcNow();
        var deliverFrom = now.AddDays(-6);
        await _http.PostAsJsonAsync(
            "/api/v1/pipelines",
            new
            {
                name = "Files",
                source = "oura",
                boosters = new[] { new { type = "heart-rate-summary" } },
                targets = new[] { new { type = "files" } },
                deliverFrom,
            },
            Cancellation
        );
        await GrantAsync();
        _oracle = new(Path.Combine(_folder.Path, "data"), Path.Combine(_folder.Path, "files"), Cloud, TimeProvider.System)
        {
            ImportedFrom = deliverFrom,
            DeliveredFrom = deliverFrom,
        };
        var verdict = await QuietAsync(server);
        verdict.IsClean.ShouldBeTrue($"the first import: {verdict}\n{server.Tail}");
    }

    private async Task GrantAsync()
    {
        using var begun = await _http.PostAsync("/api/v1/connections/oura/authorize", null, Cancellation);
        var start = await begun.Content.ReadFromJsonAsync<JsonNode>(Cancellation);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var granted = await browser.GetAsync(start!["authorizeUrl"]!.GetValue<string>(), Cancellation);
        using var back = await _http.GetAsync(granted.Headers.Location!.PathAndQuery, Cancellation);
        back.Headers.Location!.ToString().ShouldContain("connected=oura");
    }

    // A person does what the page asks for.
    private async Task ReconnectWhereAskedAsync()
    {
        var connections = await _http.GetFromJsonAsync<JsonNode>("/api/v1/connections", Cancellation);
        if (connections!["items"]!.AsArray() is [var connection, ..] && connection!["state"]!.GetValue<string>() == "reconnect")
        {
            Reconnects++;
            await GrantAsync();
        }
    }

    /// <summary>How often the person was asked to reconnect.</summary>
    public int Reconnects { get; private set; }

    private async Task PostIgnoringDeathAsync(string what, string? point)
    {
        try
        {
            var connections = await _http.GetFromJsonAsync<JsonNode>("/api/v1/connections", Cancellation);
            var id = connections!["items"]![0]!["id"]!.GetValue<string>();
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            using var answer =
                what == "backfills"
                    ? await _http.PostAsJsonAsync(
                        "/api/v1/backfills",
                        new
                        {
                            connectionId = id,
                            from = today.AddDays(-9),
                            to = today,
                            dryRun = false,
                        },
                        Cancellation
                    )
                    : await _http.PostAsync($"/api/v1/connections/{id}/check", null, Cancellation);
            ((int)answer.StatusCode).ShouldBeLessThan(300, $"{what} at {point}");
        }
        catch (HttpRequestException) when (point is not null)
        {
            // It died at its point before it could answer.
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> look, string what, LabServer? server = null)
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
                // It is being started.
            }

            await Task.Delay(Poll, TimeProvider.System, Cancellation);
        }

        throw new TimeoutException($"Still not so after {Deadline.TotalSeconds:0} s: {what}\n{server?.Tail}");
    }
}
