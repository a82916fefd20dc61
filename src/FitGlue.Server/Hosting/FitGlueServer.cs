using System.Text.Json.Serialization;
using FitGlue.Engine;
using FitGlue.Engine.Storage;
using FitGlue.Plugins;
using FitGlue.Server.Accounts;
using FitGlue.Server.Activities;
using FitGlue.Server.Athletes;
using FitGlue.Server.Backfills;
using FitGlue.Server.Connections;
using FitGlue.Server.DeadLetters;
using FitGlue.Server.Diagnostics;
using FitGlue.Server.Health;
using FitGlue.Server.Matching;
using FitGlue.Server.Pages;
using FitGlue.Server.Pipelines;
using FitGlue.Server.Registry;
using FitGlue.Server.Restore;
using FitGlue.Server.Runs;
using FitGlue.Server.Uploads;
using FitGlue.Server.Webhooks;
using Microsoft.AspNetCore.Http.Json;

namespace FitGlue.Server.Hosting;

/// <summary>Puts the server together: configuration, engine, plug-ins, pages and API.</summary>
public static class FitGlueServer
{
    /// <summary>Takes the data directory and builds the server; the schema is up to date when it returns.</summary>
    /// <param name="adapt">Changes services before they are built, as tests do with the clock.</param>
    /// <exception cref="DataDirectoryException">The data directory is not ours to use.</exception>
    public static async Task<WebApplication> BuildAsync(
        string[] arguments,
        Action<WebApplicationBuilder>? adapt,
        CancellationToken cancellationToken
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = arguments,
                ApplicationName = typeof(FitGlueServer).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        adapt?.Invoke(builder);
        builder.Configuration.RejectUnknownKeys();
        var options = builder.Configuration.GetSection(EngineOptions.Section).Get<EngineOptions>() ?? new();
        var data = DataDirectory.Take(options.DataDirectory);
        builder.ConfigureListener(options);
        builder.ConfigureLogging();
        builder.Services.AddBuiltInPlugins();
        builder.AddEngine(data);
        builder.Services.AddWeb();

        var app = builder.Build();
        await app.Services.PrepareEngineAsync(cancellationToken);
        app.UseWeb();
        app.ProtectLocalSocket(options.DataDirectory);
        return app;
    }

    private static void ConfigureListener(this WebApplicationBuilder builder, EngineOptions options)
    {
        string?[] addresses = [options.Listen, LocalSocket.AddressIn(options.DataDirectory)];
        builder.WebHost.UseUrls([.. addresses.OfType<string>()]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 32 * 1024 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
    }

    private static void ConfigureLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
            console.UseUtcTimestamp = true;
        });
        // The base class of the handler tells of every call without a key, under our name.
        builder.Logging.AddFilter(typeof(ApiTokenHandler).FullName, LogLevel.Warning);
        builder
            .Logging.AddFilter("Microsoft", LogLevel.Warning)
            // Keys lie unencrypted in a folder that is ours alone, as the documentation says; no need to alarm at each first start.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Orleans", LogLevel.Error)
            .AddFilter("Polly", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning);
    }

    private static void AddWeb(this IServiceCollection services)
    {
        services.AddAccounts();
        services.AddProblemDetails(Problems.NameCode);
        services.AddExceptionHandler<StorageTroubleHandler>();
        services.AddOpenApi();
        services.Configure<JsonOptions>(json =>
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.KebabCaseLower))
        );
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<Readiness>();
        services.AddPages();
    }

    private static void UseWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UsePageErrors();
        app.UseCanonicalHost();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseUploadLimit();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapWebhooks();
        app.MapConnectionCallback();
        app.MapOpenApi();
        app.MapPages();

        var api = app.MapGroup("/api/v1").RequireAuthorization().AddEndpointFilter<SameOriginOnly>();
        api.MapRegistry();
        api.MapConnections();
        api.MapPipelines();
        api.MapTryOuts();
        api.MapActivities();
        api.MapRuns();
        api.MapBackfills();
        api.MapUploads();
        var local = app.MapLocal();
        local.MapLocalBackfills();
        local.MapLocalUploads();
        local.MapLocalTryOuts();
        api.MapDeadLetters();
        api.MapAthlete();
        api.MapQuestions();
        api.MapMatches();
        api.MapRestore();
        api.MapDiagnostics();
    }
}
