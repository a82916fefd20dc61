using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FitGlue.Plugins.Targets.Files;

/// <summary>Replaces a file so that a reader, and a power cut, sees the old or the new one and nothing between.</summary>
internal static class DurableFile
{
    /// <summary>Writes beside the file, to disk, and renames.</summary>
    public static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var temporary = $"{TemporaryPrefixOf(path)}{Guid.NewGuid().ToString("N")[..8]}";
        try
        {
            await WriteToDiskAsync(temporary, content, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Removes what a crash left of earlier attempts at any of these files.</summary>
    /// <param name="ending">What their names end with, before the extension.</param>
    public static void RemoveLeftovers(string folder, string ending)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, $".*{ending}.*.tmp-*", FilesFolder.Literally))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>Makes a rename or a removal outlive a power cut. Windows needs no such call and offers none.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no folders; it does flush one that somebody else opened.
        using var handle = new SafeFileHandle(OpenReadOnly([.. Encoding.UTF8.GetBytes(folder), 0], flags: 0), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw new IOException($"Opening '{folder}' failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        RandomAccess.FlushToDisk(handle);
    }

    private static string TemporaryPrefixOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp-");

    private static async Task WriteToDiskAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await stream.WriteAsync(content, cancellationToken);
        stream.Flush(flushToDisk: true);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenReadOnly(byte[] path, int flags);
}
