using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using FitGlue.Simulator;
using FitGlue.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FitGlue.BrowserTests;

/// <summary>A server with nobody in it yet, and the source that it can be connected to.</summary>
public sealed partial class Site : IAsyncDisposable
{
    private readonly TemporaryFolder _data;
    private readonly WebApplication _app;
    private readonly SetupLog _setup;

    private Site(TemporaryFolder data, WebApplication app, OuraSimulator oura, SetupLog setup, int port)
    {
        (_data, _app, _setup, Oura) = (data, app, setup, oura);
        Address = $"http://localhost:{port}";
    }

    public OuraSimulator Oura { get; }

    public string Address { get; }

    /// <summary>Where the first user is made, as the log has it.</summary>
    public string SetupAddress => _setup.Value ?? throw new InvalidOperationException("The log holds no setup address.");

    /// <param name="isSetUp">False: nobody has given the server a client id yet.</param>
    public static async Task<Site> StartAsync(CancellationToken cancellationToken, bool isSetUp = true)
    {
        var (data, port, setup) = (new TemporaryFolder(), FreePort(), new SetupLog());
        var oura = await OuraSimulator.StartAsync(
            new()
            {
                Apps =
                [
                    new()
                    {
                        ClientId = "browser",
                        ClientSecret = "secret",
                        RedirectUris = [$"http://localhost:{port}/connections/oura/callback"],
                    },
                ],
            },
            cancellationToken
        );
        string[] credentials = isSetUp ? ["--Oura:ClientId=browser", "--Oura:ClientSecret=secret"] : [];
        var app = await FitGlueServer.BuildAsync(
            [
                $"--FitGlue:DataDirectory={data.Path}",
                $"--FitGlue:Listen=http://127.0.0.1:{port}",
                $"--Oura:AuthorizeUrl={oura.AuthorizeUrl(Portal.Moi)}",
                $"--Oura:TokenUrl={oura.TokenUrl(Portal.Moi)}",
                $"--Oura:RevokeUrl={oura.RevokeUrl(Portal.Moi)}",
                $"--Oura:ApiBaseUrl={oura.BaseUrl}",
                "--Oura:ImportDays=4",
                .. credentials,
            ],
            builder => builder.Services.AddSingleton<ILogger<FirstUser>>(setup),
            cancellationToken
        );
        await app.StartAsync(cancellationToken);
        return new(data, app, oura, setup, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Oura.DisposeAsync();
        _data.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The token is nowhere but in the log.
    private sealed partial class SetupLog : ILogger<FirstUser>
    {
        public string? Value { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Value = Address().Match(formatter(state, exception)) is { Success: true } match ? match.Value : Value;

        [GeneratedRegex(@"http://\S+/setup\?token=\S+", RegexOptions.NonBacktracking)]
        private static partial Regex Address();
    }
}
