using System.Linq.Expressions;
using FitGlue.Core;
using FitGlue.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Work;

/// <summary>The one place where a step's faults are caught: claims a row, runs the step, and writes what became of it.</summary>
public sealed partial class StepRunner(
    WorkQueue queue,
    StorageState storage,
    TimeProvider time,
    Drain drain,
    IHostApplicationLifetime lifetime,
    ILogger<StepRunner> logger
)
{
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <param name="rows">The queue, in the order in which it is worked on.</param>
    /// <param name="find">Finds a claimed row again.</param>
    /// <param name="step">Does the work and finishes the claim itself where it saves something; returns the fate otherwise.</param>
    /// <returns>False: there was nothing due, or the server stops.</returns>
    public async Task<bool> RunAsync<T>(
        Func<FitGlueDb, IQueryable<T>> rows,
        Func<T, Expression<Func<T, bool>>> find,
        Func<Claim<T>, CancellationToken, Task<Fate?>> step
    )
        where T : WorkRow
    {
        using var underWay = drain.Begin();
        if (Stopping.IsCancellationRequested || storage.Fault is not null || await ClaimAsync(rows) is not { } claim)
        {
            return false;
        }

        FailPoint.Hit(claim.Row.Stage, FailPoint.Claimed);
        var fate = await FateOfAsync(claim, step);
        if (fate is not null)
        {
            await SettleAsync(claim, find(claim.Row), fate);
        }

        return !Stopping.IsCancellationRequested;
    }

    // While the database takes nothing there is nothing to do: the next sweep after that looks again.
    private async Task<Claim<T>?> ClaimAsync<T>(Func<FitGlueDb, IQueryable<T>> rows)
        where T : WorkRow
    {
        try
        {
            return await queue.ClaimAsync(rows, Stopping);
        }
        catch (Exception exception) when (StorageFaults.Of(exception) is not null)
        {
            LogNotWritten(logger, typeof(T).Name, exception.Message);
            return null;
        }
    }

    private async Task SettleAsync<T>(Claim<T> claim, Expression<Func<T, bool>> find, Fate fate)
        where T : WorkRow
    {
        try
        {
            await queue.SettleAsync(claim, find, fate, CancellationToken.None);
        }
        catch (Exception exception) when (StorageFaults.Of(exception) is not null)
        {
            LogNotWritten(logger, typeof(T).Name, exception.Message);
            queue.Abandon(claim.Owner);
        }
    }

    private async Task<Fate?> FateOfAsync<T>(Claim<T> claim, Func<Claim<T>, CancellationToken, Task<Fate?>> step)
        where T : WorkRow
    {
        try
        {
            return await step(claim, Stopping);
        }
        catch (LeaseLostException)
        {
            return null;
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            // Handed back as it was: the next start goes on with it.
            return new Fate.Snoozed(time.GetUtcNow(), "The server was stopping.");
        }
        catch (Exception exception)
        {
            LogFailed(
                logger,
                exception is ServiceException || StorageFaults.Of(exception) is not null ? null : exception,
                typeof(T).Name,
                exception.Message
            );
            return Fate.Of(
                exception,
                claim.Row.GivesUp ? claim.Row.Attempt : Math.Min(claim.Row.Attempt, Fate.LastRetry),
                time.GetUtcNow(),
                Random.Shared.NextDouble(),
                claim.Row.GivesUp
            );
        }
    }

    [LoggerMessage(LogLevel.Debug, "A step of {Queue} waits for the database: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, string queue, string reason);

    [LoggerMessage(LogLevel.Warning, "A step of {Queue} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string queue, string reason);
}

/// <summary>Somebody else took the row meanwhile: nothing of this step is saved.</summary>
public sealed class LeaseLostException() : Exception("The lease of this step is over.");
