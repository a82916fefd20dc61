using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Connections;

/// <summary>Pauses a connection and takes it up again. Its webhooks are kept meanwhile.</summary>
public sealed class Pausing(Database database, Hints hints, TimeProvider time)
{
    /// <returns>False: there is no such connection.</returns>
    public Task<bool> PauseAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken) =>
        ChangeAsync(userId, connectionId, row => row.PausedAt ??= time.GetUtcNow(), cancellationToken);

    /// <returns>False: there is no such connection.</returns>
    public async Task<bool> ResumeAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken)
    {
        var found = await ChangeAsync(userId, connectionId, row => row.PausedAt = null, cancellationToken);
        if (found)
        {
            await database.WriteAsync(
                db => WorkQueue.ResumeAsync(db, connectionId, time.GetUtcNow(), cancellationToken),
                cancellationToken
            );
            hints.Connection(connectionId);
        }

        return found;
    }

    private Task<bool> ChangeAsync(Guid userId, Guid connectionId, Action<Connection> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Connections.FirstOrDefaultAsync(
                    row => row.Id == connectionId && row.UserId == userId,
                    cancellationToken
                );
                if (row is not null)
                {
                    change(row);
                }

                return row is not null;
            },
            cancellationToken
        );
}
