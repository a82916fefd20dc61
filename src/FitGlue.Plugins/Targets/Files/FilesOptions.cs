namespace FitGlue.Plugins.Targets.Files;

/// <summary>Where the operator lets activity files be written. Set by configuration, never by a user.</summary>
public sealed class FilesOptions
{
    public const string Section = "Targets:Files";

    /// <summary>The folder below which all files lie. Default: <c>files</c> in the data directory.</summary>
    public string Folder { get; set; } = "";

    /// <summary>True where the folder was not configured: ours to create, with its parents.</summary>
    internal bool IsDefault { get; set; }
}
