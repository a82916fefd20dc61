using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Storage;

/// <summary>What the server last did to keep itself in order, one row for each kind of work.</summary>
public sealed class MaintenanceRecord
{
    public const string Backup = "backup";
    public const string Integrity = "integrity";
    public const string Scrub = "scrub";
    public const string Tidying = "tidying";
    public const string Restore = "restore";

    /// <summary>The beginning of the names of records that say that a user let deliveries go after a restore.</summary>
    internal const string Resumed = "resumed-";
    internal const string Probe = "probe";

    /// <summary>Kept apart from what a try found that was made to its end: a check that could not be made says nothing of what it checks.</summary>
    internal static string FailureOf(string name) => $"{name}-failure";

    public required string Name { get; init; }

    public DateTimeOffset LastRunAt { get; set; }

    /// <summary>When it last ended well; of a restore: when the last user let deliveries go.</summary>
    public DateTimeOffset? LastGoodAt { get; set; }

    /// <summary>What it said the last time, for a person.</summary>
    public string? Text { get; set; }

    /// <summary>Damaged documents that were ever found.</summary>
    public int Found { get; set; }

    /// <summary>Of these, how many were asked for at their source again.</summary>
    public int Repaired { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<MaintenanceRecord>
    {
        public void Configure(EntityTypeBuilder<MaintenanceRecord> builder)
        {
            builder.ToTable("maintenance");
            builder.HasKey(record => record.Name);
        }
    }
}

/// <summary>Reads and writes what maintenance did.</summary>
public sealed class Maintenance(Database database, TimeProvider time)
{
    public async Task<MaintenanceRecord?> LastAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.Maintenance.AsNoTracking().FirstOrDefaultAsync(record => record.Name == name, cancellationToken);
    }

    /// <summary>The last try of it, where that could not be made to its end; null: it was.</summary>
    public async Task<MaintenanceRecord?> FailureAsync(string name, CancellationToken cancellationToken) =>
        await LastAsync(MaintenanceRecord.FailureOf(name), cancellationToken) is { } failure && failure.LastGoodAt != failure.LastRunAt
            ? failure
            : null;

    public Task NoteAsync(string name, bool good, string text, CancellationToken cancellationToken) =>
        NoteAsync(
            name,
            record =>
            {
                record.Text = text;
                record.LastGoodAt = good ? record.LastRunAt : record.LastGoodAt;
            },
            cancellationToken
        );

    public Task NoteAsync(string name, Action<MaintenanceRecord> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var record = await db.Maintenance.FirstOrDefaultAsync(record => record.Name == name, cancellationToken);
                record ??= db.Maintenance.Add(new() { Name = name }).Entity;
                record.LastRunAt = time.GetUtcNow();
                change(record);
            },
            cancellationToken
        );

    /// <summary>Writes something durable, so that a disk that takes nothing says so.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken) =>
        NoteAsync(
            MaintenanceRecord.Probe,
            // The counter makes each probe differ: what has not changed would not be written.
            record => record.Found = (record.Found + 1) % 1000,
            cancellationToken
        );
}
