using FitGlue.Engine.Backup;
using FitGlue.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Upkeep;

/// <summary>Whether the database file is sound: quickly before a start, thoroughly each night.</summary>
public sealed partial class Integrity(
    SqliteConnectionString connection,
    BackupFolder place,
    Backups backups,
    Maintenance maintenance,
    ILogger<Integrity> logger
)
{
    private const string Advice =
        "Stop the server and restore the newest good backup; where only an index is named, 'sqlite3 fitglue.db REINDEX' repairs it.";

    /// <summary>Before anything is written to it.</summary>
    /// <exception cref="IntegrityException">It is damaged or gone; the message names the newest good backup and the command.</exception>
    public void CheckBeforeStart()
    {
        var isUsed = HasKeys();
        if (!File.Exists(connection.File) || new FileInfo(connection.File).Length == 0)
        {
            if (isUsed)
            {
                throw Refusal($"The database {connection.File} is missing, although this data directory was in use: it has keys.");
            }

            return;
        }

        string? finding;
        try
        {
            finding = DatabaseFile.QuickCheck(connection.File, out var isEmpty);
            finding ??= isEmpty && isUsed ? "it holds nothing, although this data directory was in use" : null;
        }
        catch (IntegrityException exception)
        {
            finding = exception.Message;
        }

        if (finding is not null)
        {
            throw Refusal($"The database {connection.File} is damaged: {finding}.");
        }
    }

    /// <summary>Looks at every page and index, and writes down what it found.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var findings = await Task.Run(Findings, cancellationToken);
        if (findings.Count == 0)
        {
            await maintenance.NoteAsync(MaintenanceRecord.Integrity, good: true, "Every page and index is sound.", cancellationToken);
            return;
        }

        var what = string.Join("; ", findings.Take(3));
        LogDamaged(logger, connection.File, what);
        await maintenance.NoteAsync(MaintenanceRecord.Integrity, good: false, $"Damaged: {what}. {Advice}", cancellationToken);
    }

    // What is damaged enough cannot even be looked at; any other fault is one of the looking.
    private IReadOnlyList<string> Findings()
    {
        try
        {
            return DatabaseFile.Findings(connection.File);
        }
        catch (SqliteException exception) when (StorageFaults.Of(exception) is StorageFault.Damaged)
        {
            return [exception.Message];
        }
    }

    private bool HasKeys()
    {
        var keys = Path.Combine(place.DataDirectory, "keys");
        return Directory.Exists(keys) && Directory.EnumerateFiles(keys).Any();
    }

    private IntegrityException Refusal(string cause) =>
        new(
            NewestGood() is { } backup
                ? $"{cause} Nothing was changed. The newest good backup is of {backup.CreatedAt:yyyy-MM-dd HH:mm 'UTC'}. Restore it: fitglue restore {backup.Path} --to {place.DataDirectory}-restored, then set FitGlue__DataDirectory to that folder."
                : $"{cause} Nothing was changed. There is no good backup in {place.Folder}. Put the database back from a copy of yours; or begin anew in another folder with FitGlue__DataDirectory."
        );

    private BackupFile? NewestGood() => backups.List().FirstOrDefault(file => IsGood(file.Path));

    private static bool IsGood(string path)
    {
        try
        {
            BackupReader.Verify(path);
            return true;
        }
        catch (Exception exception) when (exception is IntegrityException or IOException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Critical, "The database {File} is damaged: {Finding}")]
    private static partial void LogDamaged(ILogger logger, string file, string finding);
}
