using System.IO.Compression;

namespace FitGlue.Formats;

/// <summary>Reads the files of a .zip one after another. Names of entries are shown and used for nothing.</summary>
internal static class ZippedFiles
{
    private const int MostFiles = 1000;
    private const long MostUnpacked = 10L * FileLimits.Bytes;
    private const int LongestName = 120;

    public static IEnumerable<ReadFile> Read(string name, ReadOnlyMemory<byte> content)
    {
        var (archive, refused) = Open(name, content);
        if (archive is null)
        {
            yield return new ReadFile.Refused(name, refused);
            yield break;
        }

        using var opened = archive;
        var unpacked = 0L;
        foreach (var entry in archive.Entries.Where(IsFile))
        {
            var file = ReadEntry(entry, ref unpacked);
            yield return file;
            if (unpacked > MostUnpacked)
            {
                yield return new ReadFile.Refused(
                    name,
                    $"The files in it take more than {MostUnpacked >> 20} MB. The rest was not read: upload it in parts."
                );
                yield break;
            }
        }
    }

    private static (ZipArchive? Archive, string Refused) Open(string name, ReadOnlyMemory<byte> content)
    {
        if (CountOf(content.Span) > MostFiles)
        {
            return (null, $"{ShownOf(name)} holds more than {MostFiles} files. Upload it in parts.");
        }

        ZipArchive? archive = null;
        try
        {
            archive = new(new ContentStream(content), ZipArchiveMode.Read);
            return archive.Entries.Any(IsFile) ? (archive, "") : (null, $"There is no file in it. {FileReader.Choose}");
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            archive?.Dispose();
            return (null, "The .zip file is damaged. Download it again, or upload the files unpacked.");
        }
    }

    private static ReadFile ReadEntry(ZipArchiveEntry entry, ref long unpacked)
    {
        var name = ShownOf(entry.Name);
        try
        {
            using var stream = entry.Open();
            var content = Unpacking.Drain(stream, entry.CompressedLength, ref unpacked);
            if (FileKinds.Of(content) is FileKind.Gzip)
            {
                // Exports of whole accounts pack each file of the .zip once more.
                content = Unpacking.Gzip(content, ref unpacked);
            }

            return FileReader.ReadPlain(name, FileKinds.Of(content), content);
        }
        catch (UnreadableFileException exception)
        {
            return new ReadFile.Refused(name, exception.Message);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return new ReadFile.Refused(name, "It is damaged or encrypted inside the .zip file. Upload it unpacked.");
        }
    }

    // Directories, and what a Mac adds beside each file.
    private static bool IsFile(ZipArchiveEntry entry) =>
        entry.Name.Length > 0 && entry.Name[0] != '.' && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    /// <summary>Entries of the directory at the end, counted before anything is made of them.</summary>
    private static int CountOf(ReadOnlySpan<byte> archive) => archive.Count("PK\u0001\u0002"u8);

    private static string ShownOf(string name) =>
        string.Concat((name.Length > LongestName ? name[..LongestName] : name).Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or NotSupportedException or IOException or ArgumentException;
}
