using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Targets.Files;

public enum ActivityFileFormat
{
    [Display(Name = "FIT")]
    Fit,

    [Display(Name = "TCX")]
    Tcx,

    [Display(Name = "JSON")]
    Json,
}

public sealed record FilesSettings
{
    [Display(Name = "Format", Description = "FIT says most and is read by most programs; TCX writes 0 for unknown calories.")]
    public ActivityFileFormat Format { get; init; } = ActivityFileFormat.Fit;

    [Display(
        Name = "File name",
        Description = "May hold {date}, {time}, {type}, {title} and {source}. A short id that keeps names apart follows it."
    )]
    [Required]
    [StringLength(200)]
    [RegularExpression(@"[^/\\]*", ErrorMessage = "A file name holds no / or \\: name a folder in 'folder'.")]
    public string NamePattern { get; init; } = "{date}T{time}_{type}";

    [Display(Name = "Folder", Description = "Below the folder of this server, such as workouts/ring. Empty: that folder itself.")]
    [StringLength(200)]
    public string Folder { get; init; } = "";
}
