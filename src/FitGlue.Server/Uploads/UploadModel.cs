using System.Text.Json.Serialization;
using FitGlue.Core.Sources;
using FitGlue.Engine.Uploads;

namespace FitGlue.Server.Uploads;

/// <summary>What became of what was uploaded.</summary>
/// <param name="Next">What the person has to do so that it goes anywhere; null: nothing.</param>
public sealed record UploadAnswer(IReadOnlyList<UploadModel> Items, string? Next = null);

/// <summary>What became of one workout, or of one file that holds none.</summary>
/// <param name="File">As it was called.</param>
/// <param name="ActivityId">Null where it was refused.</param>
/// <param name="State">accepted: goes through your pipelines; known: was here already; heldBack, blocked: was here already, and waits for you; kept: here, and no pipeline takes it; refused.</param>
/// <param name="Warnings">What is missing or doubtful in the file.</param>
/// <param name="Code">Why it was refused, in a word that stays.</param>
/// <param name="Detail">Why it was refused or waits for you, and what to do.</param>
public sealed record UploadModel(
    string File,
    Guid? ActivityId,
    UploadModelState State,
    string? Title,
    DateTimeOffset? StartTime,
    IReadOnlyList<string> Warnings,
    string? Code,
    string? Detail
)
{
    /// <summary>Brought an activity that was not here before.</summary>
    [JsonIgnore]
    public bool IsNew { get; init; }

    public static UploadModel Of(Upload upload) =>
        upload switch
        {
            Upload.Kept kept => new(
                kept.File,
                kept.ActivityId,
                StateOf(kept.State),
                kept.Title,
                kept.StartTime,
                kept.Warnings,
                Code: null,
                Detail: null
            )
            {
                IsNew = kept.IsNew,
            },
            Upload.Refused refused => Refused(refused.File, refused.Fault, refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static UploadModel Refused(string file, FileFault fault, string reason) =>
        new(file, null, UploadModelState.Refused, null, null, [], CodeOf(fault), reason);

    private static UploadModelState StateOf(UploadState state) =>
        state switch
        {
            UploadState.Accepted => UploadModelState.Accepted,
            UploadState.Known => UploadModelState.Known,
            UploadState.HeldBack => UploadModelState.HeldBack,
            UploadState.Blocked => UploadModelState.Blocked,
            _ => UploadModelState.Kept,
        };

    private static string CodeOf(FileFault fault) =>
        fault switch
        {
            FileFault.Empty => "file_empty",
            FileFault.TooLarge => "file_too_large",
            FileFault.Unsupported => "file_unsupported",
            _ => "file_unreadable",
        };
}

public enum UploadModelState
{
    Accepted,
    Known,
    HeldBack,
    Blocked,
    Kept,
    Refused,
}
