using FitGlue.Engine.Backup;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Upkeep;

public enum CheckState
{
    Ok,
    Warn,
    Fail,
}

/// <summary>One thing that has to be right about this installation.</summary>
/// <param name="Id">Stays the same, for scripts.</param>
/// <param name="Text">What was found, with paths: for whoever runs the server.</param>
/// <param name="Next">What to do; null where nothing is.</param>
public sealed record Check(string Id, CheckState State, string Text, string? Next = null);

/// <summary>Checks paths, disk, database, keys, clock and backups. Needs no engine, so that a command can ask beside a running server.</summary>
public sealed class InstallationChecks(
    Database database,
    StorageState storage,
    Maintenance maintenance,
    BackupFolder place,
    Backups backups,
    SqliteConnectionString connection,
    TimeProvider time
)
{
    private const long LargeLog = 64L << 20;
    private static readonly TimeSpan ProbeAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OldBackup = TimeSpan.FromDays(2);
    private static readonly TimeSpan OldCheck = TimeSpan.FromDays(3);
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(2);
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly string[] Remote = ["nfs", "cifs", "smb", "fuse"];

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellationToken) =>
        [
            Paths(),
            Disk(),
            await DatabaseAsync(cancellationToken),
            await SchemaAsync(cancellationToken),
            await IntegrityAsync(cancellationToken),
            await DocumentsAsync(cancellationToken),
            await KeysAsync(cancellationToken),
            await ClockAsync(cancellationToken),
            await BackupsAsync(cancellationToken),
            await RestoreAsync(cancellationToken),
        ];

    private Check Paths()
    {
        var folder = place.DataDirectory;
        if (IsOpenToOthers(folder))
        {
            return new(
                "paths",
                CheckState.Warn,
                $"Others on this machine may enter {folder}: it holds tokens and health data.",
                $"Run: chmod 700 {folder}"
            );
        }

        var format = FormatOf(folder);
        return Remote.Any(name => format.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ? new(
                "paths",
                CheckState.Warn,
                $"{folder} lies on a network share ({format}), where locks and flushing cannot be relied on.",
                "Move it to a disk of this machine."
            )
            : new("paths", CheckState.Ok, $"{folder} is this server's alone.");
    }

    private Check Disk()
    {
        var (free, text) = (storage.Free(), $"{StorageState.Size(storage.Free())} free in {storage.Folder}.");
        return free < StorageState.LeastFree ? new("disk", CheckState.Fail, text, $"Free {StorageState.Size(StorageState.LittleFree)}.")
            : free < StorageState.LittleFree ? new("disk", CheckState.Warn, text, $"Free {StorageState.Size(StorageState.LittleFree)}.")
            : new("disk", CheckState.Ok, text);
    }

    private async Task<Check> DatabaseAsync(CancellationToken cancellationToken)
    {
        if (storage.Fault is null && !(time.GetUtcNow() - storage.LastWriteAt < ProbeAfter))
        {
            await TryProbeAsync(cancellationToken);
        }

        if (storage.Fault is { } fault)
        {
            return new("database", CheckState.Fail, storage.TextOf(fault), "Work goes on by itself once that is over.");
        }

        var log = new FileInfo(connection.File + "-wal");
        return log.Exists && log.Length > LargeLog
            ? new(
                "database",
                CheckState.Warn,
                $"{log.FullName} has grown to {StorageState.Size(log.Length)}: somebody has been reading for long.",
                "End programs that have the database open, or restart the server."
            )
            : new("database", CheckState.Ok, $"{connection.File} can be written.");
    }

    private async Task TryProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await maintenance.ProbeAsync(cancellationToken);
        }
        catch (Exception exception) when (StorageFaults.Of(exception) is not null)
        {
            // Kept where every failed write is.
            storage.Note(exception);
        }
    }

    private async Task<Check> SchemaAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
        return pending.Any()
            ? new("schema", CheckState.Fail, "The database has not been brought up to date.", "Start the server: it does so.")
            : new("schema", CheckState.Ok, "The schema is that of this version.");
    }

    private async Task<Check> IntegrityAsync(CancellationToken cancellationToken) =>
        await LastAsync(MaintenanceRecord.Integrity, cancellationToken) switch
        {
            ({ } last, _) when last.LastGoodAt != last.LastRunAt => new(
                "integrity",
                CheckState.Fail,
                last.Text ?? "Damage was found.",
                "Restore the newest good backup."
            ),
            (_, { } failure) => NotMade("integrity", failure),
            (null, _) => new("integrity", CheckState.Ok, "Not checked yet; the first night does."),
            ({ } last, _) when IsOlder(last.LastRunAt, OldCheck) => new(
                "integrity",
                CheckState.Warn,
                $"Last checked {Day(last.LastRunAt)}.",
                "Let the server run at night."
            ),
            ({ } last, _) => new("integrity", CheckState.Ok, $"Sound on {Day(last.LastRunAt)}."),
        };

    private async Task<Check> DocumentsAsync(CancellationToken cancellationToken) =>
        await LastAsync(MaintenanceRecord.Scrub, cancellationToken) switch
        {
            ({ Found: > 0 } last, _) => new(
                "documents",
                CheckState.Warn,
                $"{last.Text} ({last.Repaired} repaired so far.)",
                "Have the disk tested: stored bytes have changed by themselves."
            ),
            (_, { } failure) => NotMade("documents", failure),
            (null, _) => new("documents", CheckState.Ok, "Not compared with their hashes yet; the first night does."),
            ({ } last, _) => new(
                "documents",
                CheckState.Ok,
                $"All as they came on {Day(last.LastRunAt)}; {last.Repaired} repaired so far."
            ),
        };

    private async Task<(MaintenanceRecord? Last, MaintenanceRecord? Failure)> LastAsync(string name, CancellationToken cancellationToken) =>
        (await maintenance.LastAsync(name, cancellationToken), await maintenance.FailureAsync(name, cancellationToken));

    private static Check NotMade(string id, MaintenanceRecord failure) =>
        new(
            id,
            CheckState.Warn,
            $"The check could not be made on {Day(failure.LastRunAt)}, so that it found nothing either way: {failure.Text}",
            "It is tried again every hour; if the cause stays, see to it."
        );

    private async Task<Check> KeysAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(place.DataDirectory, "keys");
        var keys = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        await using var db = await database.OpenAsync(cancellationToken);
        return keys.Length == 0 && await db.Connections.AnyAsync(cancellationToken)
                ? new(
                    "keys",
                    CheckState.Fail,
                    $"{folder} is empty: no stored token can be read.",
                    "Restore the folder from a backup, or reconnect each source."
                )
            : keys.Any(IsOpenToOthers) && IsOpenToOthers(folder)
                ? new("keys", CheckState.Warn, $"Others on this machine may read the keys in {folder}.", $"Run: chmod 700 {folder}")
            : new("keys", CheckState.Ok, $"{keys.Length} in {folder}.");
    }

    private async Task<Check> ClockAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var skews = await db
            .Connections.Where(row => row.ClockSkew != null)
            .Select(row => row.ClockSkew!.Value)
            .ToListAsync(cancellationToken);
        return skews.Count == 0 ? new("clock", CheckState.Ok, "Not compared with a source yet.")
            : skews.MaxBy(skew => skew.Duration()) is var skew && skew.Duration() > LargestSkew
                ? new(
                    "clock",
                    CheckState.Warn,
                    $"This machine's clock differs from a source's by {skew.Duration().TotalMinutes:0} minutes.",
                    "Switch on time synchronization (NTP)."
                )
            : new("clock", CheckState.Ok, $"Within {skew.Duration().TotalSeconds:0} s of the sources.");
    }

    private async Task<Check> BackupsAsync(CancellationToken cancellationToken)
    {
        var newest = backups.List() is [var file, ..] ? file : null;
        return await maintenance.FailureAsync(MaintenanceRecord.Backup, cancellationToken) is { } failure
                ? new(
                    "backups",
                    CheckState.Warn,
                    $"The last one failed on {Day(failure.LastRunAt)}. {failure.Text}",
                    "It is tried again every hour; if the cause stays, see to it."
                )
            : newest is null
                ? new(
                    "backups",
                    CheckState.Warn,
                    $"There is none in {backups.Folder} yet.",
                    "The first night makes one, or: fitglue backup"
                )
            : IsOlder(newest.CreatedAt, OldBackup)
                ? new(
                    "backups",
                    CheckState.Warn,
                    $"The newest, {newest.Path}, is of {Day(newest.CreatedAt)}.",
                    "Let the server run at night, or: fitglue backup"
                )
            : new("backups", CheckState.Ok, $"The newest, {newest.Path}, is of {Day(newest.CreatedAt)} and was verified by opening it.");
    }

    private async Task<Check> RestoreAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await Restored.ReadAsync(db, cancellationToken) is { Paused.Count: var users and > 0 } restored
            ? new(
                "deliveries",
                CheckState.Warn,
                $"Deliveries of {users} users are paused since the restore on {Day(restored.RestoredAt)}.",
                "Each of them compares with what the targets have and lets them go, on the page /restore."
            )
            : new("deliveries", CheckState.Ok, "Deliveries go out.");
    }

    private bool IsOlder(DateTimeOffset at, TimeSpan age) => time.GetUtcNow() - at > age;

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'");

    private static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) is not UnixFileMode.None;

    private static string FormatOf(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveFormat;
        }
        catch (IOException)
        {
            // A file system that does not say what it is.
            return "";
        }
    }
}
