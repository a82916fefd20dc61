using FitGlue.Core.Sources;

namespace FitGlue.Engine.Uploads;

/// <summary>What became of one workout, or of one file that holds none.</summary>
/// <param name="File">As the person calls it.</param>
public abstract record Upload(string File)
{
    /// <param name="Warnings">What is missing or doubtful in the file.</param>
    public sealed record Kept(
        string File,
        Guid ActivityId,
        UploadState State,
        bool IsNew,
        string Title,
        DateTimeOffset StartTime,
        IReadOnlyList<string> Warnings
    ) : Upload(File);

    /// <param name="Reason">The cause and the next step.</param>
    public sealed record Refused(string File, FileFault Fault, string Reason) : Upload(File);
}

public enum UploadState
{
    /// <summary>Goes through the person's pipelines now.</summary>
    Accepted,

    /// <summary>Here already, and through its pipelines or on its way: nothing to do.</summary>
    Known,

    /// <summary>Here already, and a setting of a pipeline holds it back until the person lets it through.</summary>
    HeldBack,

    /// <summary>Here already, and its pipeline belongs to a higher tier than the person has.</summary>
    Blocked,

    /// <summary>Here, and no pipeline takes it.</summary>
    Kept,
}
