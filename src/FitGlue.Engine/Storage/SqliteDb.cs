using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FitGlue.Engine.Storage;

/// <summary>The database in one file.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options, WriteGate gate) : FitGlueDb(options, gate);

/// <summary>What SQLite forgets between connections: full durability, and patience with a foreign reader or writer.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public const string Text = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    internal static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text;
        command.ExecuteNonQuery();
    }
}

/// <summary>Lets a crash test end the process before the n-th statement of a migration.</summary>
internal sealed class MigrationFailPoint : DbCommandInterceptor
{
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Hit(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Hit(eventData);
        return new(result);
    }

    private static void Hit(CommandEventData eventData)
    {
        if (eventData.CommandSource is CommandSource.Migrations)
        {
            FailPoint.Hit(FailPoint.MigrationStatement);
        }
    }
}

/// <summary>For <c>dotnet ef migrations add</c> alone.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqliteDb>().UseSqlite(new SqliteConnectionStringBuilder().ConnectionString).Options,
            new WriteGate()
        );
}
