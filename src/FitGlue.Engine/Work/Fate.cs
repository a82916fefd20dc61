using FitGlue.Core;
using FitGlue.Engine.Storage;

namespace FitGlue.Engine.Work;

/// <summary>What becomes of a work row after a step.</summary>
public abstract record Fate
{
    private Fate() { }

    /// <param name="Note">Why there was nothing to do, or null.</param>
    public sealed record Done(string? Note = null) : Fate;

    /// <summary>Costs an attempt.</summary>
    public sealed record Retried(DateTimeOffset At, string Why) : Fate;

    /// <summary>Costs none: a known limit, or something that is not there yet.</summary>
    public sealed record Snoozed(DateTimeOffset Until, string Why) : Fate;

    /// <summary>Only the person can go on: reconnect, scope, membership, setting.</summary>
    public sealed record NeedsYou(string Why) : Fate;

    public sealed record Dead(string Why) : Fate;

    private const int MaxAttempts = 15;

    /// <summary>The highest number of failed tries that still ends in another one.</summary>
    internal const int LastRetry = MaxAttempts - 2;

    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>A service that says “wait” and names a time that is over would be asked without end.</summary>
    private static readonly TimeSpan ShortestSnooze = TimeSpan.FromSeconds(5);

    /// <summary>The one judge of faults.</summary>
    /// <param name="attempt">Failed tries before this one.</param>
    /// <param name="jitter">0…1, so that a thousand rows do not come back together.</param>
    /// <param name="givesUp">False: the row looks again by itself, so that what a person mended elsewhere is found without a click.</param>
    public static Fate Of(Exception exception, int attempt, DateTimeOffset now, double jitter, bool givesUp = true) =>
        exception switch
        {
            RateLimitedException limited => NotBefore(limited.RetryAt, now, limited.Message),
            LimitedException or MisconfiguredException or RejectedException when !givesUp => new Snoozed(
                now + LookAgain,
                exception.Message
            ),
            ReconnectRequiredException or UnauthorizedException or LimitedException or MisconfiguredException => new NeedsYou(
                exception.Message
            ),
            RejectedException => new Dead(exception.Message),
            // However long an outage lasts, nothing is lost by it.
            UnavailableException => new Retried(now + Backoff(attempt, jitter), exception.Message),
            // Not the row's fault: it waits until the database takes it.
            _ when StorageFaults.Of(exception) is not null => new Snoozed(now + ShortestSnooze, "The database could not be written."),
            _ when attempt + 1 >= MaxAttempts => new Dead($"Gave up after {MaxAttempts} tries. {Text(exception)}"),
            _ => new Retried(now + Backoff(attempt, jitter), Text(exception)),
        };

    /// <summary>Snoozed until a time that somebody else named.</summary>
    internal static Snoozed NotBefore(DateTimeOffset until, DateTimeOffset now, string why) =>
        new(until < now + ShortestSnooze ? now + ShortestSnooze : until, why);

    /// <summary>2, 4, 8 … seconds up to six hours, lengthened by up to a quarter.</summary>
    internal static TimeSpan Backoff(int attempt, double jitter)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Min(attempt, 20) + 1), LongestWait.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 + jitter / 4));
    }

    internal void ApplyTo(WorkRow row)
    {
        (row.LeaseOwner, row.LeaseUntil, row.Crashes) = (null, null, 0);
        switch (this)
        {
            case Done done:
                (row.State, row.LastError) = (WorkState.Done, done.Note);
                break;
            case Retried retried:
                (row.State, row.NextAttemptAt, row.LastError) = (WorkState.Retrying, retried.At, retried.Why);
                row.Attempt++;
                break;
            case Snoozed snoozed:
                (row.State, row.NextAttemptAt, row.LastError) = (WorkState.Snoozed, snoozed.Until, snoozed.Why);
                break;
            case NeedsYou needsYou:
                (row.State, row.LastError) = (WorkState.NeedsYou, needsYou.Why);
                break;
            case Dead dead:
                (row.State, row.LastError) = (WorkState.Dead, dead.Why);
                break;
        }
    }

    /// <summary>Our own faults speak for themselves; anything else is named by its kind, since its text may hold anything.</summary>
    private static string Text(Exception exception) =>
        exception is ServiceException ? exception.Message : $"Unexpected {exception.GetType().Name}; the log has the details.";
}
