using FitGlue.Core;

namespace FitGlue.Plugins.Targets.Files;

/// <summary>The folder of the operator, and the paths below it. No path that it hands out leads out of it.</summary>
internal sealed class FilesFolder
{
    /// <summary>Patterns mean what they say, and hidden files are files.</summary>
    public static readonly EnumerationOptions Literally = new()
    {
        MatchType = MatchType.Simple,
        MatchCasing = MatchCasing.CaseSensitive,
        AttributesToSkip = FileAttributes.None,
    };

    private const int MostLinks = 40;

    private readonly FilesOptions _options;
    private readonly string _root;

    public FilesFolder(FilesOptions options)
    {
        _options = options;
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder));
    }

    /// <summary>Path of a folder that a user named, created where it was missing.</summary>
    /// <exception cref="RejectedException">It leads out of the root, by its name or by a link.</exception>
    public string Open(string relative)
    {
        if (relative.Length > 0 && relative.TrimEnd('/').Split('/').Any(segment => segment != FileName.Safe(segment)))
        {
            throw new RejectedException(
                $"The folder '{FileName.Safe(relative)}' must lie below the folder of this server and have plain names."
            );
        }

        CreateRoot();
        var folder = Checked(Path.TrimEndingDirectorySeparator(Path.Combine(_root, relative)));
        Create(folder);
        return folder;
    }

    /// <summary>Path of a file that we wrote earlier, or null where its name is not one that we gave.</summary>
    public string? Locate(string? relative, string shortId)
    {
        var name = Path.GetFileNameWithoutExtension(relative);
        if (relative is null || name is null || !name.EndsWith($"_{shortId}", StringComparison.Ordinal))
        {
            return null;
        }

        return Path.Combine(Open(Path.GetDirectoryName(relative) ?? ""), Path.GetFileName(relative));
    }

    /// <summary>As in a receipt: below the root, with forward slashes.</summary>
    public string RelativeOf(string path) => Path.GetRelativePath(_root, path).Replace('\\', '/');

    /// <summary>Free space for a message; null where the system does not say.</summary>
    public string Describe()
    {
        try
        {
            return $"'{_root}' ({new DriveInfo(_root).AvailableFreeSpace / 1_000_000} MB free)";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"'{_root}' (free space unknown)";
        }
    }

    // A configured folder that is gone may be a disk that is not mounted: no tree is grown in its place.
    private void CreateRoot()
    {
        if (!_options.IsDefault && !Directory.Exists(_root) && !Directory.Exists(Path.GetDirectoryName(_root)))
        {
            throw new DirectoryNotFoundException("The folder is missing.");
        }

        Create(_root);
    }

    /// <summary>Creates level by level, each on disk before the next.</summary>
    private static void Create(string folder)
    {
        if (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            Create(parent);
            Directory.CreateDirectory(folder);
            DurableFile.FlushFolder(parent);
        }
    }

    // Asked right before use. Whoever can plant a link between the two can write to the operator's folder anyway.
    private string Checked(string folder)
    {
        var root = RealPathOf(_root);
        var real = RealPathOf(folder);
        return real == root || real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? folder
            : throw new RejectedException($"The folder '{RelativeOf(folder)}' is a link that leads out of the folder of this server.");
    }

    private static string RealPathOf(string path, int links = 0)
    {
        if (links > MostLinks)
        {
            throw new IOException($"Too many links on the way to '{path}'.");
        }

        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var here = Path.Combine(RealPathOf(parent, links), Path.GetFileName(path));
        return new DirectoryInfo(here).LinkTarget is { } target
            ? RealPathOf(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links + 1)
            : here;
    }
}
