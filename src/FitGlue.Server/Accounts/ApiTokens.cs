using System.Security.Cryptography;
using System.Text;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Accounts;

/// <summary>Keys for programs. A token is shown once; its hash is kept.</summary>
public sealed partial class ApiTokens(Database database, StorageState storage, TimeProvider time, ILogger<ApiTokens> logger)
{
    public const string Prefix = "fg_";

    /// <returns>The token itself, which nobody can read again.</returns>
    public async Task<string> CreateAsync(Guid userId, string name, CancellationToken cancellationToken)
    {
        var token = Prefix + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        await database.WriteAsync(
            db =>
            {
                db.ApiTokens.Add(
                    new()
                    {
                        UserId = userId,
                        Name = name,
                        Hash = HashOf(token),
                        CreatedAt = time.GetUtcNow(),
                    }
                );
                return Task.CompletedTask;
            },
            cancellationToken
        );
        return token;
    }

    /// <returns>Whose it is; null: nobody's.</returns>
    public async Task<Guid?> OwnerAsync(string token, CancellationToken cancellationToken)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length > 100)
        {
            return null;
        }

        var hash = HashOf(token);
        await using var db = await database.OpenAsync(cancellationToken);
        var row = await db.ApiTokens.AsNoTracking().FirstOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        if (row is null)
        {
            return null;
        }

        await TryNoteUseAsync(row, cancellationToken);
        return row.UserId;
    }

    // Reading goes on while nothing can be written.
    private async Task TryNoteUseAsync(ApiToken token, CancellationToken cancellationToken)
    {
        try
        {
            await NoteUseAsync(token, cancellationToken);
        }
        catch (Exception exception) when (StorageFaults.Of(exception) is not null)
        {
            LogNotNoted(logger, exception.Message);
        }
    }

    // To the hour is enough, and spares a write on every call.
    private Task NoteUseAsync(ApiToken token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return storage.Fault is not null || token.LastUsedAt > now - TimeSpan.FromHours(1)
            ? Task.CompletedTask
            : database.WriteAsync(
                db =>
                    db.ApiTokens.Where(row => row.Id == token.Id)
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken),
                cancellationToken
            );
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    [LoggerMessage(LogLevel.Debug, "The use of a token could not be noted: {Reason}")]
    private static partial void LogNotNoted(ILogger logger, string reason);
}
