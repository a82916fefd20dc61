using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Connections;

/// <summary>Reads what the health of a connection is judged by.</summary>
public sealed class Healths(Registry registry, Notified notified, TimeProvider time)
{
    public bool IsNotified(string sourceId) => notified.CallbackOf(sourceId) is not null;

    public async Task<ConnectionHealth> OfAsync(FitGlueDb db, Connection connection, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (registry.Connected(connection.Source) is not { } source)
        {
            return new(HealthState.Limited, Core.TroubleCode.Misconfigured, $"This server has no source “{connection.Source}” any more.");
        }

        var calls = IsNotified(connection.Source);
        var context = new HealthContext(
            source.Info.Name,
            source.Info.App,
            source.Info.Device,
            source.ReconcileInterval(calls),
            calls,
            await db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(row => row.Source == connection.Source, cancellationToken),
            await LimitedUntilAsync(db, connection, now, cancellationToken)
        );
        return ConnectionHealth.Of(connection, context, now);
    }

    /// <summary>Until when the provider wants no request of this connection; null: it may be asked.</summary>
    internal static async Task<DateTimeOffset?> LimitedUntilAsync(
        FitGlueDb db,
        Connection connection,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await db
            .KnownLimits.Where(limit => limit.Source == connection.Source)
            .Where(limit => limit.ConnectionId == Guid.Empty || limit.ConnectionId == connection.Id)
            .Where(limit => limit.NotBefore > now)
            .MaxAsync(limit => (DateTimeOffset?)limit.NotBefore, cancellationToken);
}
