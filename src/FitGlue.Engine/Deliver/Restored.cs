using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Deliver;

/// <summary>A restore and what became of its deliveries.</summary>
/// <param name="BackupOf">When the backup was made.</param>
/// <param name="Paused">Users whose deliveries wait until they let them go: each of those who were in the backup.</param>
public sealed record Restored(DateTimeOffset RestoredAt, string? BackupOf, IReadOnlyList<Guid> Paused)
{
    public bool IsPausedFor(Guid userId) => Paused.Contains(userId);

    internal static async Task<Restored?> ReadAsync(FitGlueDb db, CancellationToken cancellationToken)
    {
        if (
            await db.Maintenance.AsNoTracking().FirstOrDefaultAsync(row => row.Name == MaintenanceRecord.Restore, cancellationToken)
            is not { } restore
        )
        {
            return null;
        }

        return new(
            restore.LastRunAt,
            restore.Text,
            restore.LastGoodAt is null ? await PausedAsync(db, restore.LastRunAt, cancellationToken) : []
        );
    }

    /// <summary>Lets the deliveries of one user go; those of the others stay where they are.</summary>
    internal static async Task ResumeAsync(FitGlueDb db, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (
            await db.Maintenance.FirstOrDefaultAsync(
                row => row.Name == MaintenanceRecord.Restore && row.LastGoodAt == null,
                cancellationToken
            )
            is not { } restore
        )
        {
            return;
        }

        var name = ResumedBy(userId);
        var record = await db.Maintenance.FirstOrDefaultAsync(row => row.Name == name, cancellationToken);
        record ??= db.Maintenance.Add(new() { Name = name }).Entity;

        // Never before the restore, whatever the clock says.
        record.LastRunAt = now > restore.LastRunAt ? now : restore.LastRunAt;
        record.LastGoodAt = record.LastRunAt;
        await db.SaveChangesAsync(cancellationToken);
        restore.LastGoodAt = (await PausedAsync(db, restore.LastRunAt, cancellationToken)).Count == 0 ? record.LastRunAt : null;
    }

    private static async Task<IReadOnlyList<Guid>> PausedAsync(FitGlueDb db, DateTimeOffset restoredAt, CancellationToken cancellationToken)
    {
        var users = await db.Users.Where(user => user.CreatedAt <= restoredAt).Select(user => user.Id).ToListAsync(cancellationToken);
        var resumed = await db
            .Maintenance.Where(row => row.Name.StartsWith(MaintenanceRecord.Resumed) && row.LastGoodAt >= restoredAt)
            .Select(row => row.Name)
            .ToListAsync(cancellationToken);
        return users.FindAll(user => !resumed.Contains(ResumedBy(user)));
    }

    private static string ResumedBy(Guid userId) => $"{MaintenanceRecord.Resumed}{userId:N}";
}
