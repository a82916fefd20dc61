using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Engine;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using FitGlue.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FitGlue.Testing;

/// <summary>The whole system in one process: server and simulated Oura cloud on loopback, on one clock that the test moves.</summary>
public sealed class TestSystem : IAsyncDisposable
{
    public const string ClientId = "test-app";
    public const string ClientSecret = "test-secret";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private WebApplication? _app;

    private TestSystem(TestClock time, OuraSimulator simulator, Dictionary<string, string> settings) =>
        (Time, Simulator, _settings) = (time, simulator, settings);

    public TestClock Time { get; }

    public OuraSimulator Simulator { get; }

    /// <summary>What the server logged.</summary>
    public CapturedLog Log { get; } = new();

    public string Files => Path.Combine(_folder.Path, "files");

    public string Data => Path.Combine(_folder.Path, "data");

    public Uri Address { get; private set; } = new("http://localhost");

    public IServiceProvider Services => _app!.Services;

    public Database Database => Services.GetRequiredService<Database>();

    /// <param name="knobs">Of the simulated cloud; the consent page is skipped unless they say otherwise.</param>
    /// <param name="settings">Of the server, over the usual ones.</param>
    public static async Task<TestSystem> StartAsync(Knobs? knobs = null, params (string Key, string Value)[] settings)
    {
        var time = new TestClock(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));
        var port = FreePort();
        var simulator = await OuraSimulator.StartAsync(
            new()
            {
                TimeProvider = time,
                Knobs = (knobs ?? new Knobs { SkipConsent = true }) with { WebhookDelay = TimeSpan.Zero },
                Apps =
                [
                    new()
                    {
                        ClientId = ClientId,
                        ClientSecret = ClientSecret,
                        RedirectUris = [$"http://localhost:{port}/connections/oura/callback"],
                    },
                ],
            },
            TestContext.Current.CancellationToken
        );
        simulator.Control.ResetRequests();
        var system = new TestSystem(time, simulator, settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        await system.StartServerAsync(port);
        return system;
    }

    /// <summary>Stops the server and starts it again on the same data and port.</summary>
    public async Task RestartAsync()
    {
        var port = Address.Port;
        await StopServerAsync();
        await StartServerAsync(port);
    }

    public async Task StopServerAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
            _app = null;
        }
    }

    /// <summary>A new user and a client that acts for them: with a token, and with cookies like a browser.</summary>
    public async Task<TestUser> AddUserAsync(string email = "someone@example.org")
    {
        await using var scope = Services.CreateAsyncScope();
        var users = ActivatorUtilities.CreateInstance<UserCommands>(scope.ServiceProvider);
        var faults = await users.AddAsync(email, "correct horse battery");
        Assert.Empty(faults);
        var token = await users.CreateTokenAsync(email, "test", TestContext.Current.CancellationToken);
        return new(this, token!);
    }

    /// <summary>A request without any user.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>Moves the clock, which wakes whatever became due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        await Services.GetRequiredService<Sweep>().RunOnceAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sets the clock, as a person or a time server would, and looks for due work.</summary>
    public async Task JumpAsync(TimeSpan by)
    {
        Time.Jump(by);
        await Services.GetRequiredService<Sweep>().RunOnceAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until something is there; fails with what was seen last.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Deadline)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(Poll, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Still not so after {Deadline.TotalSeconds:0} s: {what}");
    }

    public static Task UntilAsync(Func<Task<bool>> look, string what) => UntilAsync<object>(async () => await look() ? what : null, what);

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        await Simulator.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartServerAsync(int port)
    {
        Directory.CreateDirectory(Files);
        var all = Settings(Path.Combine(_folder.Path, "data"), port, Simulator, Files);
        foreach (var (key, value) in _settings)
        {
            all[key] = value;
        }

        _app = await FitGlueServer.BuildAsync(
            [.. all.Where(setting => setting.Value.Length > 0).Select(setting => $"--{setting.Key}={setting.Value}")],
            builder => builder.Services.AddSingleton<TimeProvider>(Time).AddCapturedLog(Log),
            TestContext.Current.CancellationToken
        );
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Address = new Uri($"http://localhost:{port}");
    }

    /// <summary>What a server needs to work with a simulated cloud.</summary>
    public static Dictionary<string, string> Settings(string data, int port, OuraSimulator simulator, string files) =>
        new()
        {
            ["FitGlue:DataDirectory"] = data,
            ["FitGlue:Listen"] = $"http://127.0.0.1:{port}",
            ["FitGlue:PublicUrl"] = $"http://localhost:{port}",
            // The clock jumps by hours, and a test looks for due work itself.
            ["FitGlue:SweepInterval"] = "00:10:00",
            // A test that is about the first import says how long it is.
            ["Oura:ImportDays"] = "1",
            ["Oura:ClientId"] = ClientId,
            ["Oura:ClientSecret"] = ClientSecret,
            ["Oura:AuthorizeUrl"] = simulator.AuthorizeUrl(Portal.Moi),
            ["Oura:TokenUrl"] = simulator.TokenUrl(Portal.Moi),
            ["Oura:RevokeUrl"] = simulator.RevokeUrl(Portal.Moi),
            ["Oura:ApiBaseUrl"] = simulator.BaseUrl,
            ["Targets:Files:Folder"] = files,
        };

    public static int FreePort() => Ports.Free();
}
