namespace FitGlue.Formats;

/// <summary>What came of one file: the chosen one, or one inside it.</summary>
/// <param name="Name">As it was called, for the person alone: it is never a path.</param>
public abstract record ReadFile(string Name)
{
    /// <param name="Content">The bytes of the file, unpacked.</param>
    public sealed record Recorded(string Name, FileKind Kind, ReadOnlyMemory<byte> Content, RecordedFile File) : ReadFile(Name);

    /// <param name="Reason">The cause and the next step, for the person.</param>
    public sealed record Refused(string Name, string Reason) : ReadFile(Name);
}
