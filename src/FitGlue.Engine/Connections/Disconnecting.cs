using FitGlue.Core;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Connections;

/// <summary>What a person does with a connection: look again now, or end it.</summary>
public sealed partial class Disconnecting(
    Database database,
    TokenVault vault,
    Registry registry,
    Hints hints,
    TimeProvider time,
    ILogger<Disconnecting> logger
)
{
    /// <summary>How many days a check looks back.</summary>
    private const int CheckDays = 7;

    /// <summary>Lists the last days again, at once, and tries again what waited for the person.</summary>
    /// <returns>False: there is no such connection.</returns>
    public async Task<bool> CheckAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var found = await database.WriteAsync(
            async db =>
            {
                var row = await db.Connections.FirstOrDefaultAsync(
                    row => row.Id == connectionId && row.UserId == userId,
                    cancellationToken
                );
                if (row is null)
                {
                    return false;
                }

                // The person may have mended it this minute.
                row.TroubleAt = null;
                db.Schedule.Add(
                    new()
                    {
                        ConnectionId = connectionId,
                        Kind = FetchKind.Import,
                        NextAttemptAt = now,
                        From = today.AddDays(-CheckDays),
                        To = today.AddDays(1),
                    }
                );
                await WorkQueue.ResumeAsync(db, connectionId, now, cancellationToken);
                return true;
            },
            cancellationToken
        );
        hints.Connection(connectionId);
        return found;
    }

    /// <summary>Revokes the grant and forgets the tokens, and what the source said of the person. Activities and files stay.</summary>
    /// <returns>False: there is no such connection.</returns>
    public async Task<bool> DisconnectAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken)
    {
        var connection = await database.WriteAsync(
            async db =>
            {
                var row = await db.Connections.FirstOrDefaultAsync(
                    row => row.Id == connectionId && row.UserId == userId,
                    cancellationToken
                );
                if (row is not null)
                {
                    await db.Schedule.Where(fetch => fetch.ConnectionId == connectionId).ExecuteDeleteAsync(cancellationToken);
                    await db.Backfills.Where(backfill => backfill.ConnectionId == connectionId).ExecuteDeleteAsync(cancellationToken);
                    await db
                        .Inbox.Where(e => e.ConnectionId == connectionId)
                        .ExecuteUpdateAsync(set => set.SetProperty(e => e.ConnectionId, (Guid?)null), cancellationToken);
                    await AthleteStore.ForgetAsync(db, userId, row.Source, cancellationToken);
                    db.Remove(row);
                }

                return row;
            },
            cancellationToken
        );
        if (connection is not null)
        {
            await RevokeAsync(connection, CancellationToken.None);
            hints.Source(connection.Source);
            hints.Athlete(userId);
        }

        return connection is not null;
    }

    // We have forgotten the tokens already; a provider that cannot be reached keeps a grant that nobody can use.
    private async Task RevokeAsync(Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            if (registry.Connected(connection.Source) is { } source)
            {
                await source.RevokeAsync(vault.Open(connection.Tokens), cancellationToken);
            }
        }
        catch (ServiceException exception)
        {
            LogRevokeFailed(logger, connection.Source, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The grant at {Source} could not be revoked there; its tokens are erased here: {Reason}")]
    private static partial void LogRevokeFailed(ILogger logger, string source, string reason);
}
