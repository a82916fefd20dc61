using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Connections;

/// <summary>Keeps the webhook subscriptions of a source in order, once there is a connection and a public address.</summary>
public sealed partial class SubscriptionStep(
    Database database,
    Registry registry,
    Notified notified,
    TimeProvider time,
    ILogger<SubscriptionStep> logger
)
{
    public async Task RunAsync(string sourceId, CancellationToken cancellationToken)
    {
        if (registry.Notifying(sourceId) is not { } source || notified.CallbackOf(sourceId) is not { } callback)
        {
            return;
        }

        if (!await IsDueAsync(sourceId, callback, cancellationToken))
        {
            return;
        }

        try
        {
            var status = await source.EnsureSubscriptionsAsync(callback, cancellationToken);
            await SaveAsync(sourceId, callback, status, null, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong, the next try waits its turn: the sweep looks in every second.
            var reason = exception is ServiceException ? exception.Message : $"Unexpected {exception.GetType().Name}.";
            LogFailed(logger, exception is ServiceException ? null : exception, sourceId, reason);
            await SaveAsync(sourceId, callback, null, reason, cancellationToken);
        }
    }

    private async Task<bool> IsDueAsync(string sourceId, Uri callback, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var known = await db.Subscriptions.FirstOrDefaultAsync(row => row.Source == sourceId, cancellationToken);
        return await db.Connections.AnyAsync(row => row.Source == sourceId, cancellationToken)
            && (known is null || known.CallbackUrl != callback.AbsoluteUri || known.NextCheckAt <= time.GetUtcNow());
    }

    private Task SaveAsync(string sourceId, Uri callback, SubscriptionStatus? status, string? error, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Subscriptions.FirstOrDefaultAsync(row => row.Source == sourceId, cancellationToken);
                row ??= db.Subscriptions.Add(new() { Source = sourceId, CallbackUrl = callback.AbsoluteUri }).Entity;
                row.CallbackUrl = callback.AbsoluteUri;
                row.LastError = error;
                if (status is not null)
                {
                    (row.VerifiedAt, row.EndsAt, row.Count) = (time.GetUtcNow(), status.EndsAt, status.Count);
                    row.RepairedAt = status.Repaired > 0 ? row.VerifiedAt : row.RepairedAt;
                }

                row.Attempt = error is null ? 0 : row.Attempt + 1;
                row.NextCheckAt = status?.NextCheckAt ?? time.GetUtcNow() + Fate.Backoff(row.Attempt, Random.Shared.NextDouble());
            },
            cancellationToken
        );

    [LoggerMessage(LogLevel.Warning, "The webhook subscriptions at {Source} could not be made: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string source, string reason);
}
