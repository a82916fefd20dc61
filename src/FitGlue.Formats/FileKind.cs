using FitGlue.Formats.Xml;

namespace FitGlue.Formats;

/// <summary>What a file is by its content; names lie.</summary>
public enum FileKind
{
    Unknown,
    Fit,
    Tcx,
    Gpx,
    Gzip,
    Zip,
}

public static class FileKinds
{
    private const int FitMark = 8;

    public static FileKind Of(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        return bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? FileKind.Gzip
            : bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith("PK\u0005\u0006"u8) ? FileKind.Zip
            : bytes.Length > FitMark && bytes[FitMark..].StartsWith(".FIT"u8) ? FileKind.Fit
            : OfRoot(RootOf(content));
    }

    /// <summary>What the person is told a file is instead.</summary>
    internal static string Describe(ReadOnlyMemory<byte> content) =>
        content.IsEmpty ? "The file is empty."
        : RootOf(content) is { } root ? $"The file is XML of another kind (its outermost element is {Shortened(root)})."
        : "The file is of another kind.";

    private static FileKind OfRoot(string? root) =>
        root switch
        {
            "TrainingCenterDatabase" => FileKind.Tcx,
            "gpx" => FileKind.Gpx,
            _ => FileKind.Unknown,
        };

    private static string? RootOf(ReadOnlyMemory<byte> content) => XmlFile.RootOf(new ContentStream(content));

    private static string Shortened(string name) => name.Length > 40 ? $"{name[..40]}…" : name;
}
