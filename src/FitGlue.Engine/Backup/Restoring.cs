using System.Globalization;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Engine.Backup;

/// <summary>Puts a backup into a new data directory: whole, or not at all.</summary>
public static class Restoring
{
    /// <param name="to">A folder that is not there, or is empty.</param>
    /// <exception cref="IntegrityException">The backup is not whole.</exception>
    /// <exception cref="RestoreRefusedException">The folder is in use.</exception>
    public static async Task<BackupManifest> RestoreAsync(string archive, string to, TimeProvider time, CancellationToken cancellationToken)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(to));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new RestoreRefusedException($"{target} is not empty. A restore goes into a new folder, so that nothing is overwritten.");
        }

        var unfinished = $"{target}.restoring-{Guid.NewGuid():N}";
        try
        {
            Backups.CreatePrivate(unfinished);
            var manifest = BackupReader.Unpack(archive, unfinished);
            FailPoint.Hit(FailPoint.RestoreUnpacked);
            await PauseDeliveriesAsync(unfinished, manifest, time, cancellationToken);
            FailPoint.Hit(FailPoint.RestorePaused);
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(unfinished, target);
            FailPoint.Hit(FailPoint.RestoreNamed);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    // What was delivered after the backup is not in it: nothing is sent until it is compared with what the targets have.
    private static async Task PauseDeliveriesAsync(
        string folder,
        BackupManifest manifest,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(time).AddStorage(folder);
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<Migrator>().MigrateWithoutBackupAsync(cancellationToken);
            await provider
                .GetRequiredService<Maintenance>()
                .NoteAsync(
                    MaintenanceRecord.Restore,
                    record =>
                    {
                        record.LastGoodAt = null;
                        record.Text = manifest.CreatedAt.ToString("O", CultureInfo.InvariantCulture);
                    },
                    cancellationToken
                );
            await using var db = await provider.GetRequiredService<Database>().OpenAsync(cancellationToken);
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool((Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection());
        }
    }
}

/// <summary>The folder is not one to restore into; the message says why.</summary>
public sealed class RestoreRefusedException(string message) : Exception(message);
