using System.Net;
using System.Net.Sockets;
using FitGlue.Core.Sources;
using FitGlue.Core.Targets;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Days;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.History;
using FitGlue.Engine.Inbox;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Uploads;
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
        builder.Services.AddOptions<TierOptions>().BindConfiguration(TierOptions.Section);
        builder.Services.AddSingleton(_ => data);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddDataProtection().SetApplicationName("FitGlue").PersistKeysToFileSystem(new DirectoryInfo(data.Keys));
        builder
            .Services.AddStorage(data.Path, builder.Configuration[$"{EngineOptions.Section}:{nameof(EngineOptions.BackupDirectory)}"])
            .AddSteps();
        return builder;
    }

    /// <summary>Before the listener: schema, then what a dead process left behind.</summary>
    public static async Task PrepareEngineAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        // Only what was asked for is disposed of at the end: first asked for, last let go.
        services.GetRequiredService<DataDirectory>();
        services.GetRequiredService<Integrity>().CheckBeforeStart();
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await services.GetRequiredService<WorkQueue>().ReleaseAllAsync(cancellationToken);
        await services.GetRequiredService<Recurring>().EnsureAllAsync(cancellationToken);
        await services.GetRequiredService<Blocked>().GoOnAsync(null, cancellationToken);
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
    /// <param name="backupDirectory">Null: the usual one.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, string dataDirectory, string? backupDirectory = null)
    {
        var connectionString = SqliteConnectionString.Of(dataDirectory);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(connectionString)
            .AddSingleton<WriteGate>()
            .AddSingleton(BackupFolder.Of(dataDirectory, backupDirectory))
            .AddSingleton<Backups>()
            .AddSingleton<Integrity>()
            .AddSingleton<InstallationChecks>()
            .AddSingleton<StorageState>()
            .AddSingleton<Maintenance>()
            .AddSingleton<Database>()
            .AddSingleton<TierStore>()
            .AddSingleton<Migrator>()
            .AddSingleton<IInboxStore, SqliteInboxStore>()
            .AddDbContextFactory<SqliteDb>(options =>
                options.UseSqlite(connectionString.Value).AddInterceptors(new SqlitePragmas(), new MigrationFailPoint())
            )
            .AddSingleton<IDbContextFactory<FitGlueDb>, SqliteContexts>()
            .AddScoped<FitGlueDb>(provider => provider.GetRequiredService<IDbContextFactory<SqliteDb>>().CreateDbContext());
    }

    /// <summary>What answers questions from what is stored, for commands too: it needs no engine and asks nobody.</summary>
    /// <remarks>Plug-ins belong to it, and these want their budget and their pages.</remarks>
    public static IServiceCollection AddDiagnosis(this IServiceCollection services) =>
        services
            .AddSingleton<Registry>()
            .AddSingleton<Notified>()
            .AddSingleton<Healths>()
            .AddSingleton<Subjects>()
            .AddSingleton<PublicPages>()
            .AddSingleton<IPublicPages>(services => services.GetRequiredService<PublicPages>())
            .AddSingleton<RequestBudget>()
            .AddSingleton<IRequestBudget>(provider => provider.GetRequiredService<RequestBudget>())
            .AddSingleton<Diagnosis>();

    private static void AddSteps(this IServiceCollection services) =>
        services
            .AddSingleton<InboxWriter>()
            .AddHostedService(provider => provider.GetRequiredService<InboxWriter>())
            .AddSingleton<Hints>()
            .AddSingleton<TokenVault>()
            .AddSingleton<ConnectionNotes>()
            .AddSingleton<TokenJournal>()
            .AddSingleton<TokenRenewal>()
            .AddSingleton<SourceAccess>()
            .AddDiagnosis()
            .AddSingleton<Probing>()
            .AddSingleton<LiveListing>()
            .AddSingleton<Connecting>()
            .AddSingleton<Disconnecting>()
            .AddSingleton<Pausing>()
            .AddSingleton<Authorizations>()
            .AddSingleton<SubscriptionStep>()
            .AddSingleton<WorkQueue>()
            .AddSingleton<DeadLetters>()
            .AddSingleton<StepRunner>()
            .AddSingleton<Recurring>()
            .AddSingleton<SessionWishes>()
            .AddSingleton<Listing>()
            .AddSingleton<Vanishing>()
            .AddSingleton<ReconcileMetrics>()
            .AddSingleton<WorkoutFetch>()
            .AddSingleton<Settling>()
            .AddSingleton<Revising>()
            .AddSingleton<Keep>()
            .AddSingleton<Uploading>()
            .AddSingleton<ActivityStore>()
            .AddSingleton<InboxStep>()
            .AddSingleton<SettleStep>()
            .AddSingleton<ImportStep>()
            .AddSingleton<ReconcileStep>()
            .AddSingleton<ListedFetch>()
            .AddSingleton<ListedStep>()
            .AddSingleton<BackfillListing>()
            .AddSingleton<BackfillWishes>()
            .AddSingleton<BackfillStep>()
            .AddSingleton<DayStore>()
            .AddSingleton<DaysStep>()
            .AddSingleton<Origins>()
            .AddSingleton<Judging>()
            .AddSingleton<Reconsidering>()
            .AddSingleton<MatchRule>()
            .AddSingleton<Enriching>()
            .AddSingleton<HoldingBack>()
            .AddSingleton<TierGate>()
            .AddSingleton<Blocked>()
            .AddSingleton<RepairStep>()
            .AddSingleton<AthleteStore>()
            .AddSingleton<AthleteStep>()
            .AddSingleton<HistoryStore>()
            .AddSingleton<Refreshing>()
            .AddSingleton<Numbers>()
            .AddSingleton<RunQuestions>()
            .AddSingleton<OtherHeartRates>()
            .AddSingleton<WindowStep>()
            .AddSingleton<Asking>()
            .AddSingleton<Preparing>()
            .AddSingleton<Boosting>()
            .AddSingleton<RunStep>()
            .AddSingleton<DryRuns>()
            .AddSingleton<Replays>()
            .AddSingleton<Shipping>()
            .AddSingleton<RestoredDeliveries>()
            .AddSingleton<DeliverStep>()
            .AddSingleton<Drain>()
            .AddHostedService(provider => provider.GetRequiredService<Drain>())
            .AddSingleton<Scrub>()
            .AddSingleton<Tidying>()
            .AddSingleton<Nightly>()
            .AddHostedService(provider => provider.GetRequiredService<Nightly>())
            .AddSingleton<StorageGuard>()
            .AddHostedService(provider => provider.GetRequiredService<StorageGuard>())
            .AddSingleton<PutBack>()
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
