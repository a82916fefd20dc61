using System.IO.Compression;
using System.Security.Cryptography;

namespace FitGlue.Engine.Backup;

/// <summary>Reads backups and proves them: nothing is believed that was not opened and compared.</summary>
public static class BackupReader
{
    /// <summary>Proves a backup and leaves nothing behind.</summary>
    /// <exception cref="IntegrityException">It is not whole; the message says what is wrong.</exception>
    public static BackupManifest Verify(string archive) =>
        Verify(archive, Path.Combine(Path.GetTempPath(), $"fitglue-verify-{Guid.NewGuid():N}"));

    /// <param name="folder">Where it is opened; not there before, and not afterwards.</param>
    internal static BackupManifest Verify(string archive, string folder)
    {
        Backups.CreatePrivate(folder);
        try
        {
            return Unpack(archive, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Unpacks a backup into a folder that is there, and proves what lies there then.</summary>
    /// <exception cref="IntegrityException">It is not whole; the message says what is wrong.</exception>
    public static BackupManifest Unpack(string archive, string folder)
    {
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            var manifest = ManifestOf(zip);
            foreach (var (name, hash) in manifest.Files)
            {
                Extract(zip, name, hash, folder);
            }

            Compare(manifest, DatabaseFile.Check(Path.Combine(folder, Storage.SqliteConnectionString.FileName)));
            return manifest;
        }
        catch (InvalidDataException exception)
        {
            throw new IntegrityException($"It is no whole archive: {exception.Message}", exception);
        }
    }

    private static BackupManifest ManifestOf(ZipArchive zip)
    {
        using var stream =
            zip.GetEntry(BackupManifest.FileName)?.Open()
            ?? throw new IntegrityException($"It holds no {BackupManifest.FileName}: it is not a backup of FitGlue.");
        using var text = new MemoryStream();
        stream.CopyTo(text);

        // The archive's comment is the hash of the manifest, which holds the hashes of everything else.
        if (zip.Comment != Convert.ToHexStringLower(SHA256.HashData(text.GetBuffer().AsSpan(0, (int)text.Length))))
        {
            throw new IntegrityException("Its manifest is not what was put there: its hash differs.");
        }

        text.Position = 0;
        var manifest = BackupManifest.Read(text);
        return manifest.Format > BackupManifest.CurrentFormat
            ? throw new IntegrityException("It was made by a newer FitGlue. Install that version or a later one to restore it.")
            : manifest;
    }

    private static void Extract(ZipArchive zip, string name, string hash, string folder)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new IntegrityException($"It names a file outside of itself: {name}.");
        }

        Backups.CreatePrivate(Path.GetDirectoryName(path)!);
        using (var from = zip.GetEntry(name)?.Open() ?? throw new IntegrityException($"{name} is missing in it."))
        using (var to = Backups.CreatePrivateFile(path))
        {
            from.CopyTo(to);
            to.Flush(flushToDisk: true);
        }

        if (Backups.HashOf(path) != hash)
        {
            throw new IntegrityException($"{name} in it is not what was put there: its hash differs.");
        }
    }

    private static void Compare(BackupManifest manifest, DatabaseContent content)
    {
        if (!manifest.Rows.OrderBy(row => row.Key).SequenceEqual(content.Rows.OrderBy(row => row.Key)))
        {
            throw new IntegrityException("Its database has other rows than its manifest says.");
        }
    }
}
