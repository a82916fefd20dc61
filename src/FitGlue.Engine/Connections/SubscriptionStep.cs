using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Connections;

/// <summary>Keeps the webhook subscriptions of a source in order while there is a connection and a public address, and removes them after.</summary>
public sealed partial class SubscriptionStep(
    Database database,
    Registry registry,
    Notified notified,
    SessionWishes sessions,
    RequestBudget budget,
    TimeProvider time,
    ILogger<SubscriptionStep> logger
)
{
    public async Task RunAsync(string sourceId, CancellationToken cancellationToken)
    {
        if (registry.Notifying(sourceId) is not { } source || await TaskAsync(sourceId, cancellationToken) is not { } task)
        {
            return;
        }

        try
        {
            budget.CallFor(Guid.Empty, Urgency.Live);
            await (
                task switch
                {
                    Errand.Ensure ensure => EnsureAsync(sourceId, source, ensure.Callback, cancellationToken),
                    Errand.Remove remove => RemoveAsync(sourceId, source, remove.Callback, cancellationToken),
                    _ => throw new System.Diagnostics.UnreachableException(),
                }
            );
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong, the next try waits its turn: the sweep looks in every second.
            var reason = exception is ServiceException ? exception.Message : $"Unexpected {exception.GetType().Name}.";
            LogFailed(logger, exception is ServiceException ? null : exception, sourceId, reason);
            if (exception is RateLimitedException limited)
            {
                await budget.NoteAsync(sourceId, Guid.Empty, limited, cancellationToken);
            }

            await NoteFailureAsync(sourceId, task, reason, cancellationToken);
        }
    }

    private async Task<Errand?> TaskAsync(string sourceId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var known = await db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(row => row.Source == sourceId, cancellationToken);
        var connections = db.Connections.Where(row => row.Source == sourceId);
        var callback = await connections.AnyAsync(cancellationToken) ? notified.CallbackOf(sourceId) : null;
        var isDue = known is null || known.NextCheckAt <= time.GetUtcNow() || IsFarOff(known.NextCheckAt);
        if (callback is null)
        {
            return known is not null && (isDue || known.LastError is null) ? new Errand.Remove(new(known.CallbackUrl)) : null;
        }

        var fellSilent =
            known is { VerifiedAt: { } verified, LastError: null }
            && await connections.AnyAsync(row => row.WebhooksSilentSince != null && row.LastListedAt > verified, cancellationToken);
        return isDue || fellSilent || known!.CallbackUrl != callback.AbsoluteUri ? new Errand.Ensure(callback) : null;
    }

    // A clock that was set back would have us wait until it catches up.
    private bool IsFarOff(DateTimeOffset next) => next > time.GetUtcNow() + TimeSpan.FromDays(1);

    private async Task EnsureAsync(string sourceId, INotifyingSource source, Uri callback, CancellationToken cancellationToken)
    {
        FailPoint.Hit(FailPoint.SubscriptionAsked);
        var status = await source.EnsureSubscriptionsAsync(
            callback,
            await WantsSessionsAsync(sourceId, cancellationToken),
            cancellationToken
        );
        FailPoint.Hit(FailPoint.SubscriptionAnswered);
        await SaveAsync(sourceId, callback, row => row.Take(status, callback, time.GetUtcNow()), cancellationToken);
        FailPoint.Hit(FailPoint.SubscriptionSaved);
    }

    private async Task<bool> WantsSessionsAsync(string sourceId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await sessions.AnyAsync(db, sourceId, cancellationToken);
    }

    private async Task RemoveAsync(string sourceId, INotifyingSource source, Uri callback, CancellationToken cancellationToken)
    {
        await source.RemoveSubscriptionsAsync(callback, cancellationToken);
        await database.WriteAsync(
            db => db.Subscriptions.Where(row => row.Source == sourceId).ExecuteDeleteAsync(cancellationToken),
            cancellationToken
        );
        LogRemoved(logger, sourceId);
    }

    // What is to be removed keeps its address, so that it is found again.
    private Task NoteFailureAsync(string sourceId, Errand task, string reason, CancellationToken cancellationToken) =>
        SaveAsync(
            sourceId,
            task.Callback,
            row =>
            {
                row.LastError = reason;
                row.Attempt++;
                row.NextCheckAt = time.GetUtcNow() + Fate.Backoff(row.Attempt, Random.Shared.NextDouble());
            },
            cancellationToken
        );

    private Task SaveAsync(string sourceId, Uri callback, Action<Subscription> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Subscriptions.FirstOrDefaultAsync(row => row.Source == sourceId, cancellationToken);
                row ??= db.Subscriptions.Add(new() { Source = sourceId, CallbackUrl = callback.AbsoluteUri }).Entity;
                row.CallbackUrl = callback.AbsoluteUri;
                change(row);
            },
            cancellationToken
        );

    private abstract record Errand(Uri Callback)
    {
        public sealed record Ensure(Uri Callback) : Errand(Callback);

        public sealed record Remove(Uri Callback) : Errand(Callback);
    }

    [LoggerMessage(LogLevel.Warning, "The webhook subscriptions at {Source} could not be put in order: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string source, string reason);

    [LoggerMessage(LogLevel.Information, "The webhook subscriptions at {Source} are removed: nobody here needs them any more")]
    private static partial void LogRemoved(ILogger logger, string source);
}
