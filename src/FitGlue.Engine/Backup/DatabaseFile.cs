using FitGlue.Engine.Fetch;
using Microsoft.Data.Sqlite;

namespace FitGlue.Engine.Backup;

/// <summary>A database file looked at from outside: copied while somebody writes to it, counted, and checked.</summary>
public static class DatabaseFile
{
    private const string History = "__EFMigrationsHistory";

    /// <summary>Copies a database as it is at one moment; writers are not held up.</summary>
    /// <returns>Rows by table in the original, at that moment.</returns>
    public static IReadOnlyDictionary<string, long> Copy(string from, string to)
    {
        using var source = Open(from, SqliteOpenMode.ReadOnly);

        // The counts open the read transaction in which the copy is made, so that both are of one moment.
        using var moment = source.BeginTransaction(deferred: true);
        var rows = CountRows(source);
        using var copy = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(copy);

        // One file, without a log beside it.
        Execute(copy, "PRAGMA journal_mode=DELETE");
        return rows;
    }

    /// <summary>Rows by table, the newest migration, and how many documents do not match their hash.</summary>
    /// <exception cref="IntegrityException">The file is damaged.</exception>
    public static DatabaseContent Check(string file)
    {
        try
        {
            return Findings(file) is [var finding, ..]
                ? throw new IntegrityException($"The database is damaged: {finding}")
                : ContentOf(file);
        }
        catch (SqliteException exception)
        {
            throw new IntegrityException($"The database cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>What a thorough check finds, page by page and index by index; empty: it is sound.</summary>
    public static IReadOnlyList<string> Findings(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        return [.. Texts(connection, "PRAGMA integrity_check").Where(finding => finding != "ok")];
    }

    /// <param name="isEmpty">No migration has been at it.</param>
    /// <returns>The first finding of a check that leaves out the indexes; null: none.</returns>
    /// <exception cref="IntegrityException">It is no database.</exception>
    public static string? QuickCheck(string file, out bool isEmpty)
    {
        try
        {
            // Written to by the recovery of the log, as the server's own first connection would.
            using var connection = Open(file, SqliteOpenMode.ReadWrite);
            isEmpty = SchemaOf(connection).Length == 0;
            return Texts(connection, "PRAGMA quick_check(1)").FirstOrDefault(finding => finding != "ok");
        }
        catch (SqliteException exception) when (Storage.StorageFaults.Of(exception) is Storage.StorageFault.Damaged)
        {
            throw new IntegrityException(exception.Message, exception);
        }
    }

    private static DatabaseContent ContentOf(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        return new(CountRows(connection), SchemaOf(connection), CountDamaged(connection));
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static Dictionary<string, long> CountRows(SqliteConnection connection) =>
        Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
            .ToList()
            .ToDictionary(table => table, table => Number(connection, $"SELECT count(*) FROM \"{table}\""));

    private static string SchemaOf(SqliteConnection connection) =>
        HasTable(connection, History)
            ? Texts(connection, $"SELECT MigrationId FROM \"{History}\" ORDER BY MigrationId DESC LIMIT 1").FirstOrDefault() ?? ""
            : "";

    private static int CountDamaged(SqliteConnection connection)
    {
        if (!HasTable(connection, "documents"))
        {
            return 0;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Hash, Content FROM documents";
        using var reader = command.ExecuteReader();
        var damaged = 0;
        while (reader.Read())
        {
            damaged += DocumentContent.Matches(reader.GetFieldValue<byte[]>(1), reader.GetString(0)) ? 0 : 1;
        }

        return damaged;
    }

    private static bool HasTable(SqliteConnection connection, string table) =>
        Number(connection, $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'") > 0;

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static IEnumerable<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>What a check of a database file found in it.</summary>
/// <param name="Rows">By table.</param>
/// <param name="Schema">The newest migration; empty: none.</param>
public sealed record DatabaseContent(IReadOnlyDictionary<string, long> Rows, string Schema, int DamagedDocuments);
