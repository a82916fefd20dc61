using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Connections;

/// <summary>A person may have a connection rest: webhooks are still kept, nothing is fetched until it goes on.</summary>
public sealed class Pausing(Database database, Hints hints, TimeProvider time)
{
    /// <returns>False: there is no such connection.</returns>
    public async Task<bool> PauseAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken) =>
        await SetAsync(userId, connectionId, time.GetUtcNow(), cancellationToken);

    /// <returns>False: there is no such connection.</returns>
    public async Task<bool> ResumeAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken)
    {
        var found = await SetAsync(userId, connectionId, null, cancellationToken);
        hints.Connection(connectionId);
        return found;
    }

    internal async Task<bool> IsPausedAsync(Guid connectionId)
    {
        await using var db = await database.OpenAsync(CancellationToken.None);
        return await db.Connections.AnyAsync(row => row.Id == connectionId && row.PausedAt != null, CancellationToken.None);
    }

    private Task<bool> SetAsync(Guid userId, Guid connectionId, DateTimeOffset? pausedAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Connections.FirstOrDefaultAsync(
                    row => row.Id == connectionId && row.UserId == userId,
                    cancellationToken
                );
                if (row is not null)
                {
                    row.PausedAt = pausedAt is null ? null : row.PausedAt ?? pausedAt;
                }

                return row is not null;
            },
            cancellationToken
        );
}
