using System.IO.Compression;
using FitGlue.Core;
using FitGlue.Tests.Oura;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

/// <summary>Over a real connection, because what is tested lies in the handler.</summary>
public sealed class OuraConnectionTests : IAsyncLifetime
{
    private readonly List<string> _asked = [];
    private readonly WebApplication _oura;

    public OuraConnectionTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _oura = builder.Build();
        _oura.Use(
            (context, next) =>
            {
                _asked.Add(context.Request.Path);
                return next(context);
            }
        );
        _oura.MapPost("/redirecting", () => Results.Redirect("/elsewhere", permanent: false, preserveMethod: true));
        _oura.MapPost("/bomb", BombAsync);
        _oura.MapPost("/revoke", () => Results.Ok());
        _oura.MapGet("/v2/usercollection/personal_info", () => Results.Redirect("/elsewhere"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _oura.StartAsync(Cancellation);

    public async ValueTask DisposeAsync() => await _oura.DisposeAsync();

    [Fact]
    public async Task Does_not_carry_the_secret_to_where_a_redirect_points()
    {
        await Should.ThrowAsync<MisconfiguredException>(() => Source("/redirecting").RefreshAsync(new("r1"), Cancellation));

        _asked.ShouldBe(["/redirecting"]);
    }

    [Fact]
    public async Task Does_not_carry_the_access_token_there_either()
    {
        await Should.ThrowAsync<UnavailableException>(() => Source("/redirecting").CheckAccessAsync(new("a1"), Cancellation));

        _asked.ShouldBe(["/v2/usercollection/personal_info"]);
    }

    [Fact]
    public async Task Does_not_unpack_an_answer_without_end() =>
        (await Should.ThrowAsync<UnavailableException>(() => Source("/bomb").RefreshAsync(new("r1"), Cancellation))).Message.ShouldContain(
            "larger"
        );

    [Fact]
    public async Task Logs_no_token_and_no_secret()
    {
        using var logs = new CapturedLogs();
        var source = Source("/redirecting", logs);

        await source.RevokeAsync(new(new("a1-token"), new Secret("r1-token"), FakeOura.Now), Cancellation);
        await Should.ThrowAsync<ServiceException>(() => source.RefreshAsync(new("r1-token"), Cancellation));
        await Should.ThrowAsync<ServiceException>(() => source.CheckAccessAsync(new("a1-token"), Cancellation));

        _asked.Count.ShouldBe(3);
        logs.Text.ShouldNotContain("-token");
        logs.Text.ShouldNotContain(OuraServer.Secret);
    }

    private FitGlue.Core.Sources.IConnectedSource Source(string tokenPath, ILoggerProvider? logs = null)
    {
        var root = _oura.Urls.Single();
        return OuraServer.Connected(
            OuraServer
                .Collection(
                    ("Oura:Portal", "legacy"),
                    ("Oura:TokenUrl", root + tokenPath),
                    ("Oura:RevokeUrl", root + "/revoke"),
                    ("Oura:ApiBaseUrl", root)
                )
                .AddLogging(builder =>
                {
                    builder.SetMinimumLevel(LogLevel.Trace);
                    if (logs is not null)
                    {
                        builder.AddProvider(logs);
                    }
                })
        );
    }

    private static async Task BombAsync(HttpContext context)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentType = "application/json";
        await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await packed.WriteAsync(new byte[16 * 1024 * 1024], context.RequestAborted);
    }

    private sealed class CapturedLogs : ILoggerProvider, ILogger
    {
        private readonly System.Text.StringBuilder _text = new();

        public string Text => _text.ToString();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (_text)
            {
                _text.AppendLine(formatter(state, exception)).Append(exception);
            }
        }

        public void Dispose() { }
    }
}
