using FitGlue.Engine.Athletes;
using FitGlue.Engine.Backfills;
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
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Storage;

/// <summary>All tables, Identity's among them. One derived context per provider carries its migrations.</summary>
public abstract class FitGlueDb(DbContextOptions options, WriteGate gate) : IdentityUserContext<User, Guid>(options)
{
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<Authorization> Authorizations => Set<Authorization>();
    public DbSet<Connection> Connections => Set<Connection>();
    public DbSet<KnownLimit> KnownLimits => Set<KnownLimit>();
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<InboxEvent> Inbox => Set<InboxEvent>();
    public DbSet<ScheduledFetch> Schedule => Set<ScheduledFetch>();
    public DbSet<Backfill> Backfills => Set<Backfill>();
    public DbSet<DayRow> DayRecords => Set<DayRow>();
    public DbSet<Document> Documents => Set<Document>();
    public DbSet<ActivityRow> Activities => Set<ActivityRow>();
    public DbSet<ActivityRevision> ActivityRevisions => Set<ActivityRevision>();
    public DbSet<Pipeline> Pipelines => Set<Pipeline>();
    public DbSet<LetThrough> LetThrough => Set<LetThrough>();
    public DbSet<MatchRuling> MatchRulings => Set<MatchRuling>();
    public DbSet<Run> Runs => Set<Run>();
    public DbSet<RunNumber> Numbers => Set<RunNumber>();
    public DbSet<RunQuestion> Questions => Set<RunQuestion>();
    public DbSet<AthleteRow> Athletes => Set<AthleteRow>();
    public DbSet<HistoryVersion> HistoryVersions => Set<HistoryVersion>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<PublicPage> PublicPages => Set<PublicPage>();
    public DbSet<MaintenanceRecord> Maintenance => Set<MaintenanceRecord>();
    public DbSet<TimelineEntry> Timeline => Set<TimelineEntry>();

    /// <summary>The connection that a work row belongs to, as it is now.</summary>
    internal Task<Connection> ReadConnectionAsync(Guid id, CancellationToken cancellationToken) =>
        Connections.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);

    /// <summary>Identity saves on its own: such a save takes the gate too, one inside a write has it already.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        using var pass = Database.CurrentTransaction is null ? await gate.EnterAsync(cancellationToken) : null;
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(FitGlueDb).Assembly);
    }
}
