using FitGlue.Formats.Fit;
using FitGlue.Formats.Gpx;
using FitGlue.Formats.Tcx;

namespace FitGlue.Formats;

/// <summary>Reads whatever a person chose: FIT, TCX or GPX, plain, in .gz or in .zip. Writes nothing anywhere.</summary>
public static class FileReader
{
    internal const string Choose = "Choose a FIT, TCX or GPX file, or a .gz or .zip of them.";

    /// <summary>One outcome for each file inside, read as the caller goes on: a bad one loses no other.</summary>
    /// <param name="name">As the person called it.</param>
    public static IEnumerable<ReadFile> Read(string name, ReadOnlyMemory<byte> content) =>
        content.Length > FileLimits.Bytes
            ? [new ReadFile.Refused(name, FileLimits.TooLarge().Message)]
            : FileKinds.Of(content) switch
            {
                FileKind.Zip => ZippedFiles.Read(name, content),
                FileKind.Gzip => [ReadPacked(name, content)],
                var kind => [ReadPlain(name, kind, content)],
            };

    /// <summary>The activities of one file that is known to be no archive.</summary>
    /// <exception cref="UnreadableFileException">There is no workout in it.</exception>
    public static RecordedFile ReadActivities(ReadOnlyMemory<byte> content) => ReadActivities(FileKinds.Of(content), content);

    internal static ReadFile ReadPlain(string name, FileKind kind, ReadOnlyMemory<byte> content)
    {
        try
        {
            return new ReadFile.Recorded(name, kind, content, ReadActivities(kind, content));
        }
        catch (UnreadableFileException exception)
        {
            return new ReadFile.Refused(name, exception.Message);
        }
    }

    private static ReadFile ReadPacked(string name, ReadOnlyMemory<byte> content)
    {
        try
        {
            var total = 0L;
            var unpacked = Unpacking.Gzip(content, ref total);
            return ReadPlain(name, FileKinds.Of(unpacked), unpacked);
        }
        catch (UnreadableFileException exception)
        {
            return new ReadFile.Refused(name, exception.Message);
        }
    }

    private static RecordedFile ReadActivities(FileKind kind, ReadOnlyMemory<byte> content)
    {
        using var stream = new ContentStream(content);
        return kind switch
        {
            FileKind.Fit => FitReader.Read(stream),
            FileKind.Tcx => TcxReader.Read(stream),
            FileKind.Gpx => GpxReader.Read(stream),
            FileKind.Zip or FileKind.Gzip => throw new UnreadableFileException($"It is packed twice. Unpack it once. {Choose}"),
            _ => throw new UnreadableFileException($"{FileKinds.Describe(content)} {Choose}"),
        };
    }
}
