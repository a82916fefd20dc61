using System.Diagnostics;
using Xunit;

namespace FitGlue.Testing;

/// <summary>A file system of a few kilobytes in memory. Mounting needs root on Linux; the test is skipped where it is not allowed.</summary>
public sealed class TinyDisk : IDisposable
{
    private TinyDisk(string path) => Path = path;

    public string Path { get; }

    public static TinyDisk Mount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) == 0,
            "Mounting a small file system is not allowed here."
        );
        return new(path);
    }

    public void Dispose()
    {
        // A file that is kept open for the next caller keeps the file system.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Run("umount", Path);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false }
        )!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
