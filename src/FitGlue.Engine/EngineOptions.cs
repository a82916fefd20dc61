using System.ComponentModel.DataAnnotations;

namespace FitGlue.Engine;

/// <summary>Settings of the engine, bound from the section <c>FitGlue</c>.</summary>
public sealed class EngineOptions
{
    public const string Section = "FitGlue";

    [Required]
    public string DataDirectory { get; set; } = "./data";

    /// <summary>Address that the server listens on.</summary>
    [Required]
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Where the world reaches this server; null: nobody but this machine does.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Where backups go; null: <c>backups</c> in the data directory.</summary>
    public string? BackupDirectory { get; set; }

    /// <summary>How often forgotten work is looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);
}
