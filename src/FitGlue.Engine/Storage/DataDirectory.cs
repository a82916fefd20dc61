using System.Globalization;

namespace FitGlue.Engine.Storage;

/// <summary>The folder that holds everything: database, keys and files. One server at a time owns it.</summary>
public sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream ownership) => (Path, _lock) = (path, ownership);

    public string Path { get; }

    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Creates the folder where needed and takes it for this process.</summary>
    /// <exception cref="DataDirectoryException">Another server has it, or it cannot be written.</exception>
    public static DataDirectory Take(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            CreatePrivate(full);
            CreatePrivate(System.IO.Path.Combine(full, "keys"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(full, exception);
        }

        var ownership = Lock(full);
        try
        {
            File.WriteAllText(OwnerFile(full), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(full, ownership);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ownership.Dispose();
            throw Unwritable(full, exception);
        }
    }

    /// <returns>Null: a server has it.</returns>
    /// <exception cref="DataDirectoryException">It cannot be written.</exception>
    public static DataDirectory? TryTake(string path)
    {
        try
        {
            return Take(path);
        }
        catch (DataDirectoryException exception) when (exception.IsInUse)
        {
            return null;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string folder)
    {
        try
        {
            // The system lets go of it when the process ends, however it ends.
            return new FileStream(
                System.IO.Path.Combine(folder, "fitglue.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException && !IsHeldByAnother(exception))
        {
            throw Unwritable(folder, exception);
        }
        catch (IOException exception)
        {
            var owner = File.Exists(OwnerFile(folder))
                ? $"process {File.ReadAllText(OwnerFile(folder)).Trim()}"
                : "a process that is just starting";
            throw new DataDirectoryException(
                $"{folder} is in use by another server, {owner}. Stop it, or set FitGlue__DataDirectory to another folder.",
                isInUse: true,
                exception
            );
        }
    }

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows; a file system that is read-only or full says something else.
    private static bool IsHeldByAnother(Exception exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string OwnerFile(string folder) => System.IO.Path.Combine(folder, "fitglue.pid");

    private static DataDirectoryException Unwritable(string folder, Exception exception) =>
        new(
            $"{folder} cannot be written. Give this user the right to, or set FitGlue__DataDirectory to another folder.",
            isInUse: false,
            exception
        );

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

/// <summary>The data directory is not ours to use; the message says why and what to do.</summary>
public sealed class DataDirectoryException(string message, bool isInUse, Exception inner) : Exception(message, inner)
{
    /// <summary>Another server has it.</summary>
    public bool IsInUse { get; } = isInUse;
}
