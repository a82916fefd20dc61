using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Storage;

/// <summary>Brings the schema up to date. Runs only under the lock of the data directory.</summary>
public sealed class Migrator(IDbContextFactory<FitGlueDb> contexts)
{
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
        if (pending.Any())
        {
            await ClearStaleLockAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }

        // Also on a database that came back from a backup or whose first start was killed here.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
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
