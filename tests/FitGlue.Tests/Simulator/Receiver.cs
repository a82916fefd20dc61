using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Tests.Simulator;

/// <summary>What a webhook sent.</summary>
internal sealed record Received(string Body, string ContentType, string Timestamp, string Signature);

/// <summary>An app's callback: passes the handshake with the right token and answers events as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Token = "our-verification-token";

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/webhooks/oura";

    public ConcurrentQueue<Received> Events { get; } = [];

    /// <summary>Answers in turn; when they are used up, 200.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    public int Handshakes { get; private set; }

    /// <summary>Set when the first event has arrived.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Neither gives challenges back nor answers events.</summary>
    public bool IsMute { get; set; }

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.UseRouting();
        app.MapGet("/webhooks/oura", receiver.Verify);
        app.MapPost("/webhooks/oura", receiver.ReceiveAsync);
        await app.StartAsync(Cloud.Stop);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Verify(string verification_token, string challenge)
    {
        Handshakes++;
        return IsMute ? Results.Ok()
            : verification_token == Token ? Results.Json(new { challenge })
            : Results.Unauthorized();
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(Cloud.Stop);
        var headers = request.Headers;
        Events.Enqueue(
            new Received(body, request.ContentType ?? "", headers["x-oura-timestamp"].ToString(), headers["x-oura-signature"].ToString())
        );
        _arrived.TrySetResult();
        if (IsMute)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.HttpContext.RequestAborted);
        }

        return Results.StatusCode(Answers.TryDequeue(out var status) ? status : 200);
    }
}
