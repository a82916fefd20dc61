using Microsoft.Data.Sqlite;

namespace FitGlue.Engine.Storage;

/// <summary>What keeps the database from being written.</summary>
public enum StorageFault
{
    Full,
    ReadOnly,
    Locked,

    /// <summary>The disk did not do what it was asked to.</summary>
    Failed,

    /// <summary>The disk could not say whether something is on it. What is written after that cannot be trusted.</summary>
    NotFlushed,
    Damaged,
}

public static class StorageFaults
{
    // Of sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int FsyncFailed = IoError | (4 << 8);
    private const int DirectoryFsyncFailed = IoError | (5 << 8);

    // errno, as .NET passes it on from Linux and macOS.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;

    /// <returns>Null: the fault is not one of the storage.</returns>
    public static StorageFault? Of(Exception exception) =>
        exception switch
        {
            SqliteException sqlite => Of(sqlite),
            IOException { HResult: NoSpace } => StorageFault.Full,
            IOException { HResult: ReadOnlyFileSystem } => StorageFault.ReadOnly,
            { InnerException: { } inner } => Of(inner),
            _ => null,
        };

    private static StorageFault? Of(SqliteException exception) =>
        (exception.SqliteErrorCode, exception.SqliteExtendedErrorCode) switch
        {
            (_, FsyncFailed or DirectoryFsyncFailed) => StorageFault.NotFlushed,
            (Full, _) => StorageFault.Full,
            (ReadOnly, _) => StorageFault.ReadOnly,
            (Busy or Locked, _) => StorageFault.Locked,
            (IoError or CannotOpen, _) => StorageFault.Failed,
            (Corrupt or NotADatabase, _) => StorageFault.Damaged,
            _ => null,
        };
}
