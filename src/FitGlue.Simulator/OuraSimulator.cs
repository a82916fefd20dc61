using System.Net;
using FitGlue.Simulator.Collections;
using FitGlue.Simulator.Control;
using FitGlue.Simulator.Faults;
using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;
using FitGlue.Simulator.Webhooks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;

namespace FitGlue.Simulator;

/// <summary>Oura's cloud on a loopback port: both identity providers, the data API, webhooks. Several may run in one process.</summary>
public sealed class OuraSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _http;
    private readonly Courier _courier;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _ticking;

    private OuraSimulator(
        WebApplication app,
        SocketsHttpHandler handler,
        HttpMessageInvoker http,
        Courier courier,
        OuraControl control,
        TimeProvider time
    )
    {
        _app = app;
        _handler = handler;
        _http = http;
        _courier = courier;
        Control = control;
        BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? "";
        _ticking = TickAsync(time);
    }

    /// <summary>Where the data API and everything else is, without a slash at the end.</summary>
    public string BaseUrl { get; }

    /// <summary>The control API without HTTP.</summary>
    public OuraControl Control { get; }

    public string AuthorizeUrl(Portal portal) => BaseUrl + (portal is Portal.Moi ? "/oauth/v2/ext/oauth-authorize" : "/oauth/authorize");

    public string TokenUrl(Portal portal) => BaseUrl + (portal is Portal.Moi ? "/oauth/v2/ext/oauth-token" : "/oauth/token");

    public string RevokeUrl(Portal portal) => BaseUrl + (portal is Portal.Moi ? "/oauth/v2/ext/oauth-revoke" : "/oauth/revoke");

    public static async Task<OuraSimulator> StartAsync(OuraSimulatorOptions options, CancellationToken cancellationToken)
    {
        var time = options.TimeProvider;
        var store = Store.Open(options);
        var world = new World(store, time);
        var tokens = new Tokens(store, time);
        var gate = new Gate(store, tokens);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        };
        var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var mischief = new Mischief();
        var courier = new Courier(http, store, mischief, time);
        var (faults, hidden, log) = (new FaultRules(), new Hidden(time), new RequestLog(time));
        var control = new OuraControl(store, world, tokens, courier, mischief, faults, hidden, log, time);

        var app = Listening(options.Port);
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/control"),
            cloud =>
            {
                cloud.Use(next => context => log.InvokeAsync(context, next));
                cloud.UseResponseCompression();
                cloud.Use(next => context => AddHeadersAsync(context, next));
                var middleware = new FaultMiddleware(faults, new RateLimits(store, tokens, time), store, time);
                cloud.Use(next => context => middleware.InvokeAsync(context, next));
            }
        );
        app.UseRouting();
        MapIdentity(app, store, tokens, time);
        new DocumentEndpoints(store, world, gate, hidden).Map(app);
        new HeartRateEndpoint(store, world, gate).Map(app);
        new PersonalInfoEndpoint(gate).Map(app);
        new SubscriptionEndpoints(store, new Handshake(http, store, time), time).Map(app);
        new ControlEndpoints(control).Map(app);
        app.MapFallback(() => Answers.Detail(404, "Not Found"));
        await app.StartAsync(cancellationToken);
        return new OuraSimulator(app, handler, http, courier, control, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _courier.DisposeAsync();
        await _app.DisposeAsync();
        _http.Dispose();
        _handler.Dispose();
        _stop.Dispose();
    }

    private static WebApplication Listening(int port)
    {
        // The empty builder reads no settings, logs nothing and leaves Ctrl-C alone: the simulator is a guest in somebody's process.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        builder.Services.AddResponseCompression(compression => compression.Providers.Add<GzipCompressionProvider>());
        return builder.Build();
    }

    private static void MapIdentity(WebApplication app, Store store, Tokens tokens, TimeProvider time)
    {
        var authorize = new AuthorizeEndpoint(store, time);
        authorize.Map(app, "/oauth/authorize", Portal.Legacy);
        authorize.Map(app, "/oauth/v2/ext/oauth-authorize", Portal.Moi);
        var token = new TokenEndpoint(store, tokens, time);
        token.Map(app, "/oauth/token", Portal.Legacy);
        token.Map(app, "/oauth/v2/ext/oauth-token", Portal.Moi);
        new RevokeEndpoints(store, tokens).Map(app);
        Discovery.Map(app);
    }

    private static Task AddHeadersAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers["x-trace-id"] = Guid.NewGuid().ToString("N");
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["referrer-policy"] = "strict-origin-when-cross-origin";
        return next(context);
    }

    private async Task TickAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20), time);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            Control.SyncWhoIsDue();
        }
    }
}
