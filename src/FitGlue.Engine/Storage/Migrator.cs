using FitGlue.Engine.Backup;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Storage;

/// <summary>Brings the schema up to date, after a backup. Runs only under the lock of the data directory.</summary>
public sealed class Migrator(IDbContextFactory<FitGlueDb> contexts, Backups backups)
{
    /// <exception cref="SchemaTooNewException">A later version of the program has been at this database.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await RejectNewerAsync(db, cancellationToken);
        var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (pending.Any() && applied.Any())
        {
            backups.Make(null);
        }

        await MigrateWithoutBackupAsync(cancellationToken);
    }

    internal async Task MigrateWithoutBackupAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await RejectNewerAsync(db, cancellationToken);
        var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
        if (pending.Any())
        {
            await ClearStaleLockAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }

        // Also on a database that came back from a backup or whose first start was killed here.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
    }

    // An older program would write rows that a newer one has given another meaning.
    private static async Task RejectNewerAsync(FitGlueDb db, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations();
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.Except(known).ToList() is [var unknown, ..])
        {
            throw new SchemaTooNewException(
                $"The database was written by a newer FitGlue (its schema is {unknown}). Install that version or a later one, or restore a backup that this version made."
            );
        }
    }

    // EF leaves its lock row behind when it is killed, and then waits for it for ever. We hold the real lock, so any row is stale.
    private static async Task ClearStaleLockAsync(FitGlueDb db, CancellationToken cancellationToken)
    {
        var tables = await db
            .Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .ToListAsync(cancellationToken);
        if (tables.Count > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }
    }
}

/// <summary>The program is older than its database.</summary>
public sealed class SchemaTooNewException(string message) : Exception(message);
