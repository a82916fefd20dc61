using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using FitGlue.Engine.Storage;

namespace FitGlue.Engine.Backup;

/// <summary>Where backups of a data directory go.</summary>
/// <param name="Folder">Made where it is not there.</param>
public sealed record BackupFolder(string DataDirectory, string Folder)
{
    /// <param name="folder">Null: <c>backups</c> in the data directory.</param>
    public static BackupFolder Of(string dataDirectory, string? folder) =>
        new(Path.GetFullPath(dataDirectory), Path.GetFullPath(folder ?? Path.Combine(dataDirectory, "backups")));
}

/// <summary>Makes backups: database and key ring at one moment in one archive, verified by opening it before it gets its name.</summary>
public sealed class Backups(BackupFolder place, TimeProvider time)
{
    private const string Unfinished = ".fitglue-backup-";
    internal const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    internal const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    /// <summary>What a process that was killed left behind is older than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    public string Folder => place.Folder;

    public IReadOnlyList<BackupFile> List() => BackupFiles.In(place.Folder);

    /// <summary>Makes one in the backup folder and removes those that are not to be kept.</summary>
    public string MakeAndRotate()
    {
        var path = Make(null);
        BackupFiles.Rotate(place.Folder);
        return path;
    }

    /// <param name="output">A file, or a folder that is there; null: the backup folder.</param>
    /// <returns>The file that was made.</returns>
    /// <exception cref="IntegrityException">The database is damaged.</exception>
    public string Make(string? output)
    {
        var now = time.GetUtcNow();
        var target =
            output is null ? Path.Combine(place.Folder, BackupFiles.NameAt(now))
            : Directory.Exists(output) ? Path.Combine(output, BackupFiles.NameAt(now))
            : Path.GetFullPath(output);
        var folder = Path.GetDirectoryName(target)!;
        CreatePrivate(folder);
        RemoveLeftovers(folder);
        var unfinished = Path.Combine(folder, $"{Unfinished}{Guid.NewGuid():N}");
        try
        {
            Write(unfinished, now);
            File.Move($"{unfinished}.zip", target, overwrite: true);
            FailPoint.Hit(FailPoint.BackupNamed);
            return target;
        }
        finally
        {
            File.Delete($"{unfinished}.db");
            File.Delete($"{unfinished}.zip");
        }
    }

    private void Write(string unfinished, DateTimeOffset now)
    {
        var (copy, archive) = ($"{unfinished}.db", $"{unfinished}.zip");
        CreatePrivateFile(copy).Dispose();
        var rows = DatabaseFile.Copy(Path.Combine(place.DataDirectory, SqliteConnectionString.FileName), copy);
        FailPoint.Hit(FailPoint.BackupCopied);
        var content = DatabaseFile.Check(copy);
        if (!rows.OrderBy(row => row.Key).SequenceEqual(content.Rows.OrderBy(row => row.Key)))
        {
            throw new IntegrityException("The copy of the database has other rows than the original.");
        }

        var files = Directory
            .EnumerateFiles(Path.Combine(place.DataDirectory, "keys"))
            .Order(StringComparer.Ordinal)
            .Select(path => ($"keys/{Path.GetFileName(path)}", path))
            .Prepend((SqliteConnectionString.FileName, copy))
            .ToList();
        var hashes = files.ToDictionary(file => file.Item1, file => HashOf(file.Item2));
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat,
            ProgramVersion,
            content.Schema,
            now,
            content.Rows,
            content.DamagedDocuments,
            hashes
        );
        Pack(archive, manifest, files);
        FailPoint.Hit(FailPoint.BackupWritten);
        BackupReader.Verify(archive, $"{unfinished}.opened");
        FailPoint.Hit(FailPoint.BackupVerified);
    }

    private static void Pack(string archive, BackupManifest manifest, IReadOnlyList<(string Name, string Path)> files)
    {
        using var stream = CreatePrivateFile(archive);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var text = manifest.Write();
            zip.Comment = Convert.ToHexStringLower(SHA256.HashData(text));
            using (var entry = zip.CreateEntry(BackupManifest.FileName).Open())
            {
                entry.Write(text);
            }

            foreach (var (name, path) in files)
            {
                zip.CreateEntryFromFile(path, name, CompressionLevel.Fastest);
            }
        }

        stream.Flush(flushToDisk: true);
    }

    private static string ProgramVersion =>
        typeof(Backups).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    internal static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    internal static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, PrivateFolder);
        }
    }

    internal static FileStream CreatePrivateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        return new(path, options);
    }

    private void RemoveLeftovers(string folder)
    {
        var old = (time.GetUtcNow() - Longest).UtcDateTime;
        foreach (var path in Directory.EnumerateFiles(folder, $"{Unfinished}*").Where(path => File.GetLastWriteTimeUtc(path) < old))
        {
            File.Delete(path);
        }

        foreach (
            var path in Directory.EnumerateDirectories(folder, $"{Unfinished}*").Where(path => Directory.GetLastWriteTimeUtc(path) < old)
        )
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
