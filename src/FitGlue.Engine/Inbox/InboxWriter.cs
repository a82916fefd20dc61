using System.Threading.Channels;
using FitGlue.Core.Sources;
using FitGlue.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Inbox;

/// <summary>Keeps webhooks. Concurrent ones share one durable commit; each caller learns only after it whether its event is kept.</summary>
public sealed partial class InboxWriter(
    IInboxStore store,
    WriteGate gate,
    StorageState storage,
    Hints hints,
    TimeProvider time,
    ILogger<InboxWriter> logger
) : BackgroundService
{
    private const int Capacity = 4096;
    private const int LargestBatch = 512;

    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait }
    );

    /// <summary>Returns once the event is on disk, or was there before.</summary>
    /// <exception cref="InboxUnavailableException">It could not be kept: the sender has to try again.</exception>
    public Task KeepAsync(string source, SourceEvent sourceEvent, ReadOnlyMemory<byte> body) =>
        KeepAsync(new ArrivedEvent(source, sourceEvent, body.ToArray(), time.GetUtcNow(), Quarantine: null));

    /// <summary>Keeps a body that is signed but cannot be read, with the reason.</summary>
    /// <exception cref="InboxUnavailableException">It could not be kept.</exception>
    public Task QuarantineAsync(string source, ReadOnlyMemory<byte> body, string reason)
    {
        var bytes = body.ToArray();
        var now = time.GetUtcNow();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

        // The hash stands for the missing id, so that a repeated body meets its own row.
        var unknown = new SourceEvent("", "", hash, SourceEventType.Update, DateTimeOffset.UnixEpoch, ConcernsWorkouts: false);
        return KeepAsync(new ArrivedEvent(source, unknown, bytes, now, reason));
    }

    private Task KeepAsync(ArrivedEvent arrived)
    {
        if (storage.Fault is StorageFault.NotFlushed)
        {
            throw new InboxUnavailableException("The disk cannot be trusted any more.");
        }

        var pending = new Pending(arrived, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _pending.Writer.TryWrite(pending) ? pending.Kept.Task : throw new InboxUnavailableException("The inbox is full.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The token only ends the wait for more: what is in the channel is still written.
        try
        {
            while (await _pending.Reader.WaitToReadAsync(stoppingToken))
            {
                await WriteBatchAsync(TakeBatch());
            }
        }
        catch (OperationCanceledException)
        {
            LogStopping(logger);
        }

        await DrainAsync();
    }

    /// <summary>Also where the stop came before the first turn, so that the loop never ran: nobody may wait for ever.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await DrainAsync();
    }

    private async Task DrainAsync()
    {
        _pending.Writer.TryComplete();
        while (TakeBatch() is { Count: > 0 } rest)
        {
            await WriteBatchAsync(rest);
        }
    }

    private List<Pending> TakeBatch()
    {
        var batch = new List<Pending>();
        while (batch.Count < LargestBatch && _pending.Reader.TryRead(out var pending))
        {
            batch.Add(pending);
        }

        return batch;
    }

    private async Task WriteBatchAsync(List<Pending> batch)
    {
        try
        {
            HashSet<Guid> connections;
            using (await gate.EnterAsync(CancellationToken.None))
            {
                connections = store.Append([.. batch.Select(pending => pending.Event)]);
            }

            storage.NoteWritten();
            batch.ForEach(pending => pending.Kept.TrySetResult());
            foreach (var connection in connections)
            {
                hints.Connection(connection);
            }
        }
        catch (Exception exception)
        {
            storage.Note(exception);
            LogFailed(logger, StorageFaults.Of(exception) is null ? exception : null, batch.Count);
            batch.ForEach(pending =>
                pending.Kept.TrySetException(new InboxUnavailableException("The inbox could not be written.", exception))
            );
        }
    }

    private sealed record Pending(ArrivedEvent Event, TaskCompletionSource Kept);

    [LoggerMessage(LogLevel.Error, "{Count} webhooks could not be kept and were refused, so that they are sent again")]
    private static partial void LogFailed(ILogger logger, Exception? exception, int count);

    [LoggerMessage(LogLevel.Debug, "The inbox takes no more; what it has is written")]
    private static partial void LogStopping(ILogger logger);
}

/// <summary>Writes many events in one durable commit.</summary>
public interface IInboxStore
{
    /// <returns>The connections that got something new.</returns>
    HashSet<Guid> Append(IReadOnlyList<ArrivedEvent> events);
}

/// <param name="Quarantine">Why it cannot be worked on, or null.</param>
public sealed record ArrivedEvent(string Source, SourceEvent Event, byte[] Body, DateTimeOffset ReceivedAt, string? Quarantine);

/// <summary>The event is not kept; nothing was lost, because the sender was told.</summary>
public sealed class InboxUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
