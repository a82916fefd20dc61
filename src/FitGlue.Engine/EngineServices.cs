using System.Net;
using System.Net.Sockets;
using FitGlue.Core.Targets;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Days;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Inbox;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace FitGlue.Engine;

/// <summary>Puts the engine together.</summary>
public static class EngineServices
{
    /// <param name="data">Taken by this process; the engine disposes of it at the end.</param>
    public static IHostApplicationBuilder AddEngine(this IHostApplicationBuilder builder, DataDirectory data)
    {
        builder.AddSilo();
        builder.Services.AddOptions<EngineOptions>().BindConfiguration(EngineOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(_ => data);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddDataProtection().SetApplicationName("FitGlue").PersistKeysToFileSystem(new DirectoryInfo(data.Keys));
        builder.Services.AddStorage(data.Path).AddSteps();
        return builder;
    }

    /// <summary>Before the listener: schema, then what a dead process left behind.</summary>
    public static async Task PrepareEngineAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        // Only what was asked for is disposed of at the end: first asked for, last let go.
        services.GetRequiredService<DataDirectory>();
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await services.GetRequiredService<WorkQueue>().ReleaseAllAsync(cancellationToken);
        await services.GetRequiredService<Recurring>().EnsureAllAsync(cancellationToken);
    }

    /// <summary>Brings the schema up to date where no server has the directory: a running one has done it.</summary>
    public static async Task MigrateUnlessServedAsync(
        this IServiceProvider services,
        string dataDirectory,
        CancellationToken cancellationToken
    )
    {
        using var data = DataDirectory.TryTake(dataDirectory);
        if (data is not null)
        {
            await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        }
    }

    private static void AddSilo(this IHostApplicationBuilder builder) =>
        builder.UseOrleans(silo =>
        {
            var (siloPort, gatewayPort) = (FreePort(), FreePort());
            silo.UseLocalhostClustering(
                siloPort,
                gatewayPort,
                new IPEndPoint(IPAddress.Loopback, siloPort),
                "fitglue",
                $"fitglue-{siloPort}"
            );
        });

    /// <summary>The database of a data directory, for commands that need no engine.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, string dataDirectory)
    {
        var connectionString = SqliteConnectionString.Of(dataDirectory);
        return services
            .AddSingleton(connectionString)
            .AddSingleton<WriteGate>()
            .AddSingleton<Database>()
            .AddSingleton<Migrator>()
            .AddSingleton<IInboxStore, SqliteInboxStore>()
            .AddDbContextFactory<SqliteDb>(options => options.UseSqlite(connectionString.Value).AddInterceptors(new SqlitePragmas()))
            .AddSingleton<IDbContextFactory<FitGlueDb>, SqliteContexts>()
            .AddScoped<FitGlueDb>(provider => provider.GetRequiredService<IDbContextFactory<SqliteDb>>().CreateDbContext());
    }

    private static void AddSteps(this IServiceCollection services) =>
        services
            .AddSingleton<InboxWriter>()
            .AddHostedService(provider => provider.GetRequiredService<InboxWriter>())
            .AddSingleton<Registry>()
            .AddSingleton<Hints>()
            .AddSingleton<TokenVault>()
            .AddSingleton<SourceAccess>()
            .AddSingleton<Notified>()
            .AddSingleton<Connecting>()
            .AddSingleton<Disconnecting>()
            .AddSingleton<Authorizations>()
            .AddSingleton<SubscriptionStep>()
            .AddSingleton<WorkQueue>()
            .AddSingleton<StepRunner>()
            .AddSingleton<Recurring>()
            .AddSingleton<SourceCalls>()
            .AddSingleton<Listing>()
            .AddSingleton<Vanishing>()
            .AddSingleton<ReconcileMetrics>()
            .AddSingleton<WorkoutFetch>()
            .AddSingleton<Settling>()
            .AddSingleton<Keep>()
            .AddSingleton<ActivityStore>()
            .AddSingleton<InboxStep>()
            .AddSingleton<SettleStep>()
            .AddSingleton<ImportStep>()
            .AddSingleton<ReconcileStep>()
            .AddSingleton<ListedFetch>()
            .AddSingleton<ListedStep>()
            .AddSingleton<BackfillListing>()
            .AddSingleton<BackfillStep>()
            .AddSingleton<DayStore>()
            .AddSingleton<DaysStep>()
            .AddSingleton<HoldingBack>()
            .AddSingleton<Boosting>()
            .AddSingleton<RunStep>()
            .AddSingleton<DeliverStep>()
            .AddSingleton<IPublicPages, PublicPages>()
            .AddSingleton<Sweep>()
            .AddHostedService(provider => provider.GetRequiredService<Sweep>());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class SqliteContexts(IDbContextFactory<SqliteDb> contexts) : IDbContextFactory<FitGlueDb>
    {
        public FitGlueDb CreateDbContext() => contexts.CreateDbContext();
    }
}
