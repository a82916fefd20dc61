using System.Buffers.Binary;
using System.Collections.Concurrent;
using FitGlue.Core;
using FitGlue.Engine.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FitGlue.Engine.Connections;

/// <summary>
/// Saves a new token pair, beside the database where that cannot be written at this moment: the pair is the only one that works, and it
/// comes once.
/// </summary>
public sealed partial class TokenJournal(
    TokenVault vault,
    ConnectionNotes notes,
    IOptions<EngineOptions> options,
    TimeProvider time,
    ILogger<TokenJournal> logger
)
{
    // For the case that the disk is full, too: then this process is the only place that has it.
    private readonly ConcurrentDictionary<Guid, byte[]> _memory = new();

    private string Folder => Path.Combine(options.Value.DataDirectory, "tokens");

    /// <summary>Saves the pair; what the caller holds has it afterwards.</summary>
    /// <exception cref="UnavailableException">The connection was renewed or removed meanwhile.</exception>
    public async Task SaveAsync(Connection held, TokenPair pair)
    {
        var issuedAt = time.GetUtcNow();
        var cipher = vault.Seal(pair);
        try
        {
            await SaveAsync(held, cipher, issuedAt, pair.ExpiresAt, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not ServiceException)
        {
            LogBeside(logger, exception, held.Id, Folder);
            Keep(held, cipher, issuedAt);
            throw new UnavailableException(
                "The database could not be written just as a new sign-in arrived. It lies beside the database and is taken up as soon as that can be written.",
                exception
            );
        }
    }

    /// <summary>Takes up a pair that lies beside the database.</summary>
    /// <returns>False: there is none, or it is older than what the database has.</returns>
    public async Task<bool> TakeUpAsync(Connection held, CancellationToken cancellationToken)
    {
        var path = PathOf(held);
        var bytes =
            _memory.TryGetValue(held.Id, out var kept) ? kept
            : File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken)
            : null;
        if (bytes is null)
        {
            return false;
        }

        var isNewer = BinaryPrimitives.ReadInt32LittleEndian(bytes) == held.TokenVersion;
        if (isNewer && vault.CanOpen(bytes[12..]))
        {
            var issuedAt = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(4)), TimeSpan.Zero);
            var cipher = bytes[12..];
            await SaveAsync(held, cipher, issuedAt, vault.Open(cipher).ExpiresAt, cancellationToken);
        }

        _memory.TryRemove(held.Id, out _);
        File.Delete(path);
        return isNewer;
    }

    private Task SaveAsync(
        Connection held,
        byte[] cipher,
        DateTimeOffset issuedAt,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    ) =>
        notes.UpdateAsync(
            held,
            row =>
            {
                (row.Tokens, row.TokensIssuedAt, row.TokensExpireAt) = (cipher, issuedAt, expiresAt);
                row.TokenVersion++;
                (row.RefreshIntentAt, row.CannotRenew) = (null, false);
                if (row.State is ConnectionState.Up)
                {
                    (row.Trouble, row.StateReason, row.TroubleAt) = (null, null, null);
                }
            },
            cancellationToken
        );

    // Version and time of issue, then the cipher.
    private void Keep(Connection held, byte[] cipher, DateTimeOffset issuedAt)
    {
        var bytes = new byte[12 + cipher.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, held.TokenVersion);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), issuedAt.UtcTicks);
        cipher.CopyTo(bytes, 12);
        _memory[held.Id] = bytes;
        try
        {
            Write(PathOf(held), bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogInMemoryOnly(logger, exception, held.Id, Folder);
        }
    }

    // Written aside and renamed, so that no half of it is ever read.
    private void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Folder);
        using (var file = File.Create(path + ".new"))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private string PathOf(Connection held) => Path.Combine(Folder, held.Id.ToString("N"));

    [LoggerMessage(LogLevel.Error, "New tokens of connection {Connection} could not be saved in the database; they are kept in {Folder}")]
    private static partial void LogBeside(ILogger logger, Exception exception, Guid connection, string folder);

    [LoggerMessage(
        LogLevel.Critical,
        "New tokens of connection {Connection} cannot be written to {Folder} either: if this process ends now, that connection has to be renewed by its owner"
    )]
    private static partial void LogInMemoryOnly(ILogger logger, Exception exception, Guid connection, string folder);
}
