using FitGlue.Core.Activities;

namespace FitGlue.Core.Sources;

/// <summary>A source whose documents are files that a person brings: nothing is connected, and nobody is asked.</summary>
public interface IFileSource : ISource
{
    /// <summary>What is taken of one file, in bytes.</summary>
    int LargestFile { get; }

    /// <summary>Endings of the files that it reads, each with its dot: what a browser offers first.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>The pipeline that is proposed to whoever has none for it.</summary>
    PipelineRecipe Recipe { get; }

    /// <summary>Reads what a person chose, one outcome for each file inside, as the caller goes on; pure and total.</summary>
    /// <param name="name">As the person calls it: shown, and used for nothing.</param>
    /// <param name="zone">What the clock on the wall showed, where a file does not say it; null: nobody knows.</param>
    IEnumerable<BroughtFile> Read(string name, ReadOnlyMemory<byte> content, TimeZoneInfo? zone = null);
}

/// <summary>What came of one file: the chosen one, or one inside it.</summary>
public abstract record BroughtFile(string Name)
{
    /// <param name="Content">What is kept: <see cref="ISource.Map"/> reads each activity from it again.</param>
    /// <param name="Activities">At least one. The external id of each is the same whenever these bytes are brought.</param>
    /// <param name="Warnings">What is missing or doubtful, each a sentence for the person.</param>
    public sealed record Readable(
        string Name,
        ReadOnlyMemory<byte> Content,
        IReadOnlyList<Activity> Activities,
        IReadOnlyList<string> Warnings
    ) : BroughtFile(Name);

    /// <param name="Reason">The cause and the next step, for the person.</param>
    public sealed record Refused(string Name, FileFault Fault, string Reason) : BroughtFile(Name);
}

public enum FileFault
{
    /// <summary>It is of a kind that we read, and damaged or without a workout.</summary>
    Unreadable,
    Empty,
    TooLarge,

    /// <summary>It is of a kind that we do not read.</summary>
    Unsupported,
}
