using FitGlue.Core;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FitGlue.Engine.Connections;

/// <summary>Keeps the webhook subscriptions of a source in order, once there is a connection and a public address.</summary>
public sealed partial class SubscriptionStep(
    Database database,
    Registry registry,
    IOptions<EngineOptions> options,
    TimeProvider time,
    ILogger<SubscriptionStep> logger
)
{
    public async Task RunAsync(string sourceId, CancellationToken cancellationToken)
    {
        if (
            registry.Notifying(sourceId) is not { } source
            || options.Value.PublicUrl is not { } publicUrl
            || !source.WantsWebhooks(hasPublicUrl: true)
            || registry.Connected(sourceId)?.Setup.Ready is not true
        )
        {
            return;
        }

        var callback = new Uri(publicUrl, $"/webhooks/{sourceId}");
        if (!await IsDueAsync(sourceId, callback, cancellationToken))
        {
            return;
        }

        try
        {
            FailPoint.Hit(FailPoint.SubscriptionAsked);
            var next = await source.EnsureSubscriptionsAsync(callback, cancellationToken);
            FailPoint.Hit(FailPoint.SubscriptionAnswered);
            await SaveAsync(sourceId, callback, next, null, cancellationToken);
            FailPoint.Hit(FailPoint.SubscriptionSaved);
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

    private Task SaveAsync(string sourceId, Uri callback, DateTimeOffset? next, string? error, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Subscriptions.FirstOrDefaultAsync(row => row.Source == sourceId, cancellationToken);
                row ??= db.Subscriptions.Add(new() { Source = sourceId, CallbackUrl = callback.AbsoluteUri }).Entity;
                row.CallbackUrl = callback.AbsoluteUri;
                row.LastError = error;
                row.Attempt = error is null ? 0 : row.Attempt + 1;
                row.NextCheckAt = next ?? time.GetUtcNow() + Fate.Backoff(row.Attempt, Random.Shared.NextDouble());
            },
            cancellationToken
        );

    [LoggerMessage(LogLevel.Warning, "The webhook subscriptions at {Source} could not be made: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string source, string reason);
}
