using Microsoft.Data.Sqlite;

namespace FitGlue.Engine.Storage;

/// <summary>How the database file is opened.</summary>
public sealed record SqliteConnectionString(string Value, string File)
{
    public const string FileName = "fitglue.db";

    /// <summary>How long a foreign program may hold the database before a write is refused: a source waits ten seconds for its answer.</summary>
    private const int PatienceSeconds = 5;

    public static SqliteConnectionString Of(string dataDirectory)
    {
        var file = Path.Combine(Path.GetFullPath(dataDirectory), FileName);
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Pooling = true,
            DefaultTimeout = PatienceSeconds,
        };
        return new(builder.ToString(), file);
    }
}
