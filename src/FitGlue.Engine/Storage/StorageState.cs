using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Storage;

/// <summary>Whether the database can be written, as the last write found it. While it cannot, no step is begun and webhooks are refused.</summary>
public sealed partial class StorageState(SqliteConnectionString connection, TimeProvider time, ILogger<StorageState> logger) : IDisposable
{
    /// <summary>Below this the disk counts as full before it is.</summary>
    internal const long LeastFree = 16L << 20;

    /// <summary>Below this it is time to do something.</summary>
    internal const long LittleFree = 500L << 20;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _distrusted = new();

    /// <summary>Null while writes succeed.</summary>
    public StorageFault? Fault { get; private set; }

    public DateTimeOffset? LastWriteAt { get; private set; }

    public string Folder { get; } = Path.GetDirectoryName(connection.File)!;

    /// <summary>Canceled when the disk can no longer be trusted: the process has to end.</summary>
    public CancellationToken Distrusted => _distrusted.Token;

    public void NoteWritten()
    {
        LastWriteAt = time.GetUtcNow();
        if (Fault is not null and not StorageFault.NotFlushed)
        {
            Fault = null;
            LogRecovered(logger, Folder);
        }
    }

    /// <summary>Faults of something else are none of the storage.</summary>
    public void Note(Exception exception)
    {
        if (StorageFaults.Of(exception) is not { } fault)
        {
            return;
        }

        lock (_lock)
        {
            if (Fault == fault || Fault is StorageFault.NotFlushed)
            {
                return;
            }

            Fault = fault;
        }

        LogFault(logger, TextOf(fault));
        if (fault is StorageFault.NotFlushed)
        {
            _distrusted.Cancel();
        }
    }

    /// <summary>What is wrong, whose move it is and the next step; null: nothing.</summary>
    public string? Trouble =>
        Fault is { } fault ? TextOf(fault)
        : Free() < LeastFree
            ? $"Disk nearly full: {Size(Free())} free in {Folder}. Free {Size(LittleFree)} before webhooks have to be refused."
        : null;

    public long Free()
    {
        try
        {
            return new DriveInfo(Folder).AvailableFreeSpace;
        }
        catch (IOException)
        {
            // A disk that cannot be asked is told of by the write that fails.
            return long.MaxValue;
        }
    }

    public string TextOf(StorageFault fault) =>
        fault switch
        {
            StorageFault.Full =>
                $"Disk full: {Size(Free())} free in {Folder}. New webhooks are refused so that the source sends them again. Free {Size(LittleFree)}.",
            StorageFault.ReadOnly =>
                $"{Folder} cannot be written: it is read-only. New webhooks are refused so that the source sends them again. Mount it for writing, and look into the system's log for why it is not.",
            StorageFault.Locked =>
                $"Another program holds the database in {Folder} locked. New webhooks are refused so that the source sends them again. End that program.",
            StorageFault.NotFlushed =>
                $"The disk of {Folder} could not confirm a write. The server stops, because nothing after that can be trusted; what was acknowledged before is there. Check the disk, then start again.",
            StorageFault.Damaged =>
                $"The database in {Folder} is damaged. Stop the server and restore the newest backup: fitglue restore FILE --to DIRECTORY.",
            _ =>
                $"The disk of {Folder} does not take writes. New webhooks are refused so that the source sends them again. Check the disk and the rights of the folder.",
        };

    internal static string Size(long bytes) =>
        bytes switch
        {
            >= 1L << 30 => $"{bytes / (double)(1L << 30):0.#} GB",
            >= 1L << 20 => $"{bytes >> 20} MB",
            >= 1L << 10 => $"{bytes >> 10} KB",
            _ => $"{bytes} B",
        };

    public void Dispose() => _distrusted.Dispose();

    [LoggerMessage(LogLevel.Error, "{Trouble}")]
    private static partial void LogFault(ILogger logger, string trouble);

    [LoggerMessage(LogLevel.Information, "The database in {Folder} can be written again")]
    private static partial void LogRecovered(ILogger logger, string folder);
}
