using System.Reflection;
using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;
using FitGlue.Core.Targets;
using FitGlue.Engine;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Days;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.History;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Uploads;
using FitGlue.Engine.Work;
using FitGlue.Plugins.Boosters.ActivityFilter;
using FitGlue.Plugins.Boosters.EffortScore;
using FitGlue.Plugins.Boosters.GoalTracker;
using FitGlue.Plugins.Boosters.PersonalRecords;
using FitGlue.Plugins.Boosters.RecoveryAdvisor;
using FitGlue.Plugins.Boosters.StreakTracker;
using FitGlue.Plugins.Boosters.TrainingLoad;
using FitGlue.Plugins.Sources.Upload;
using FitGlue.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>The engine's steps on a real database with plug-ins of the test's own. Nothing wakes by itself: the test takes each step.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private Bench(FakeTarget target)
    {
        Target = target;
        var services = new ServiceCollection().AddLogging().AddStorage(_folder.Path);
        services.AddSingleton<TimeProvider>(Time).AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddSingleton<IHostApplicationLifetime>(Lifetime).AddSingleton(DispatchProxy.Create<IGrainFactory, SilentGrains>());
        services.AddSingleton(
            Options.Create(new EngineOptions { DataDirectory = _folder.Path, PublicUrl = new("https://fitglue.example") })
        );
        services.AddSingleton(Options.Create(Tiers));
        services
            .AddSingleton<ISource>(Source)
            .AddSingleton<ISource, UploadSource>()
            .AddSingleton<IBooster>(Booster)
            .AddActivityFilter()
            .AddStreakTracker()
            .AddGoalTracker()
            .AddPersonalRecords()
            .AddTrainingLoad()
            .AddEffortScore()
            .AddRecoveryAdvisor()
            .AddSingleton<ITarget>(Target);
        services.AddSingleton<Registry>().AddSingleton<Hints>().AddSingleton<TokenVault>().AddSingleton<SourceAccess>();
        services.AddSingleton<RequestBudget>().AddSingleton<ConnectionNotes>().AddSingleton<TokenJournal>().AddSingleton<TokenRenewal>();
        services
            .AddSingleton<Notified>()
            .AddSingleton<Connecting>()
            .AddSingleton<Disconnecting>()
            .AddSingleton<Authorizations>()
            .AddSingleton<SubscriptionStep>();
        services
            .AddSingleton<Recurring>()
            .AddSingleton<SessionWishes>()
            .AddSingleton<Listing>()
            .AddSingleton<Vanishing>()
            .AddSingleton<ReconcileMetrics>()
            .AddSingleton<ReconcileStep>()
            .AddSingleton<ListedFetch>()
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
            .AddSingleton<WorkQueue>()
            .AddSingleton<PutBack>()
            .AddSingleton<DeadLetters>()
            .AddSingleton<StepRunner>()
            .AddSingleton<WorkoutFetch>()
            .AddSingleton<Settling>()
            .AddSingleton<Revising>()
            .AddSingleton<Keep>()
            .AddSingleton<Uploading>();
        services.AddSingleton<ActivityStore>().AddSingleton<InboxStep>().AddSingleton<SettleStep>().AddSingleton<ImportStep>();
        services
            .AddSingleton<AthleteStore>()
            .AddSingleton<AthleteStep>()
            .AddSingleton<HistoryStore>()
            .AddSingleton<Refreshing>()
            .AddSingleton<Replays>()
            .AddSingleton<Numbers>()
            .AddSingleton<RunQuestions>()
            .AddSingleton<OtherHeartRates>()
            .AddSingleton<Asking>()
            .AddSingleton<Preparing>()
            .AddSingleton<DryRuns>();
        services.AddSingleton<ListedStep>().AddSingleton<Boosting>().AddSingleton<RunStep>().AddSingleton<DeliverStep>();
        services.AddSingleton<Drain>().AddSingleton<RepairStep>().AddSingleton<Scrub>().AddSingleton<Tidying>().AddSingleton<Nightly>();
        services.AddSingleton<Shipping>().AddSingleton<RestoredDeliveries>().AddSingleton<PublicPages>().AddSingleton<WindowStep>();
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    public FakeSource Source { get; } = new();

    public FakeBooster Booster { get; } = new();

    public FakeTarget Target { get; }

    /// <summary>Whether tiers mean anything.</summary>
    public TierOptions Tiers { get; } = new();

    public FakeLifetime Lifetime { get; } = new();

    public Guid UserId { get; } = Guid.CreateVersion7();

    public string Folder => _folder.Path;

    public Database Database => Get<Database>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<Bench> StartAsync(FakeTarget? target = null)
    {
        var bench = new Bench(target ?? new());
        await File.WriteAllBytesAsync(bench.Get<SqliteConnectionString>().File, await MigratedDatabase.ReadAsync(), Cancellation);
        await bench.WriteAsync(db =>
            db.Users.Add(
                new()
                {
                    Id = bench.UserId,
                    UserName = "someone",
                    CreatedAt = bench.Time.GetUtcNow(),
                }
            )
        );
        return bench;
    }

    /// <summary>Connects the user and works off the first import.</summary>
    public async Task<Guid> ConnectAsync(Guid? userId = null)
    {
        var outcome = await Get<Connecting>().SaveAsync(userId ?? UserId, Source, Source.NextGrant(Time), Cancellation);
        var connection = Assert.IsType<ConnectOutcome.Connected>(outcome).ConnectionId;
        await WorkAsync(connection);
        return connection;
    }

    /// <summary>What the grains would do now, until nothing is due.</summary>
    public async Task WorkAsync(Guid connection)
    {
        var steps = 0;
        while (
            await Get<InboxStep>().RunAsync(connection)
            || await Get<SettleStep>().RunAsync(connection)
            || await Get<WindowStep>().RunAsync(connection)
            || await Get<ImportStep>().RunAsync(connection)
            || await Get<ReconcileStep>().RunAsync(connection)
            || await Get<ListedStep>().RunAsync(connection)
            || await Get<DaysStep>().RunAsync(connection)
            || await Get<AthleteStep>().RunAsync(connection)
            || await Get<BackfillStep>().RunAsync(connection)
            || await Get<RepairStep>().RunAsync(connection)
        )
        {
            Assert.True(++steps < 500, "The connection's work spins.");
        }

        while (
            await Get<RunStep>().RunAsync(UserId) || await Get<Refreshing>().RunAsync(UserId) || await Get<Reconsidering>().RunAsync(UserId)
        )
        {
            Assert.True(++steps < 500, "The runs spin.");
        }

        foreach (var place in await ReadAsync(db => db.Deliveries.Select(row => row.Place).Distinct().ToListAsync(Cancellation)))
        {
            while (await Get<DeliverStep>().RunAsync(place))
            {
                Assert.True(++steps < 500, "The deliveries spin.");
            }
        }
    }

    /// <summary>An event as a webhook would have left it.</summary>
    public Task AnnounceAsync(
        string objectId,
        SourceEventType type = SourceEventType.Create,
        Guid? connection = null,
        string dataType = "workout"
    ) =>
        WriteAsync(db =>
            db.Inbox.Add(
                new()
                {
                    Source = "fake",
                    ExternalUserId = Source.Account,
                    DataType = dataType,
                    ObjectId = objectId,
                    EventType = type,
                    EventTime = Time.GetUtcNow().AddTicks(++_events),
                    Body = [],
                    ReceivedAt = Time.GetUtcNow(),
                    NextAttemptAt = Time.GetUtcNow(),
                    ConnectionId = connection ?? db.Connections.Single().Id,
                }
            )
        );

    /// <summary>Asks for so many days of history.</summary>
    public async Task<Guid> BackfillAsync(int days, IReadOnlyList<string>? deliverTo = null, bool dryRun = false)
    {
        var (id, now) = (Guid.CreateVersion7(), Time.GetUtcNow());
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await WriteAsync(db =>
            db.Backfills.Add(
                new()
                {
                    Id = id,
                    UserId = UserId,
                    ConnectionId = db.Connections.Single().Id,
                    From = today.AddDays(-days),
                    To = today,
                    DryRun = dryRun,
                    DeliverTo = deliverTo ?? [],
                    CreatedAt = now,
                    NextAttemptAt = now,
                }
            )
        );
        return id;
    }

    /// <summary>The user's pipeline delivers everything from a day ago on.</summary>
    public Task DeliverAsync() =>
        WriteAsync(db => db.Pipelines.Single(row => row.UserId == UserId).DeliverFrom = Time.GetUtcNow().AddDays(-1));

    public async Task<T> ReadAsync<T>(Func<FitGlueDb, Task<T>> read)
    {
        await using var db = await Database.OpenAsync(Cancellation);
        return await read(db);
    }

    public Task WriteAsync(Action<FitGlueDb> write) =>
        Database.WriteAsync(
            db =>
            {
                write(db);
                return Task.CompletedTask;
            },
            Cancellation
        );

    /// <summary>SQL of the test's own, for what no model can do.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var db = await Database.OpenAsync(Cancellation);
        await db.Database.ExecuteSqlRawAsync(sql, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Lifetime.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long _events;
}
