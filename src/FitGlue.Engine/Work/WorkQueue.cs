using System.Collections.Concurrent;
using System.Linq.Expressions;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Work;

/// <summary>Claims rows of a queue and writes what became of them. A claim is a conditional update with an owner and a lease.</summary>
public sealed class WorkQueue(Database database, TimeProvider time)
{
    /// <summary>Longer than any step may take: every call out has a shorter timeout.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly byte[] Process = Guid.NewGuid().ToByteArray()[..8];

    private readonly ConcurrentDictionary<Guid, Guid> _abandoned = new();

    /// <summary>Rows that are due now: waiting ones, and running ones whose owner let the lease run out.</summary>
    public static Expression<Func<T, bool>> Due<T>(DateTimeOffset now)
        where T : WorkRow =>
        row =>
            (
                (row.State == WorkState.Waiting || row.State == WorkState.Retrying || row.State == WorkState.Snoozed)
                && row.NextAttemptAt <= now
            ) || (row.State == WorkState.Running && row.LeaseUntil < now);

    /// <summary>Takes the first due row of <paramref name="queue"/>, or null when there is none.</summary>
    public async Task<Claim<T>?> ClaimAsync<T>(Func<FitGlueDb, IQueryable<T>> queue, CancellationToken cancellationToken)
        where T : WorkRow
    {
        await using var look = await database.OpenAsync(cancellationToken);
        if (!await queue(look).Where(Due<T>(time.GetUtcNow())).AnyAsync(cancellationToken))
        {
            return null;
        }

        return await database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                if (await NextAsync(db, queue, now, cancellationToken) is not { } row)
                {
                    return null;
                }

                var owner = NewOwner();
                (row.State, row.LeaseOwner, row.LeaseUntil) = (WorkState.Running, owner, now + Lease);
                return new Claim<T>(row, owner);
            },
            cancellationToken
        );
    }

    // A row that another process left running was being worked on when that ended.
    private static async Task<T?> NextAsync<T>(
        FitGlueDb db,
        Func<FitGlueDb, IQueryable<T>> queue,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
        where T : WorkRow
    {
        while (await queue(db).Where(Due<T>(now)).FirstOrDefaultAsync(cancellationToken) is { } row)
        {
            if (row.State is not WorkState.Running || IsOurs(row.LeaseOwner))
            {
                return row;
            }

            row.LoseProcess(now);
            await db.SaveChangesAsync(cancellationToken);
        }

        return null;
    }

    // The first half of an owner is the process, the second the claim.
    private static Guid NewOwner()
    {
        var owner = Guid.NewGuid().ToByteArray();
        Process.CopyTo(owner, 0);
        return new(owner);
    }

    private static bool IsOurs(Guid? owner) => owner is { } id && id.ToByteArray().AsSpan(0, Process.Length).SequenceEqual(Process);

    /// <summary>Writes what became of a claimed row; nothing where somebody else has taken it meanwhile.</summary>
    /// <param name="find">Finds the row again in a fresh context.</param>
    public Task SettleAsync<T>(Claim<T> claim, Expression<Func<T, bool>> find, Fate fate, CancellationToken cancellationToken)
        where T : WorkRow =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Set<T>().Where(find).FirstOrDefaultAsync(row => row.LeaseOwner == claim.Owner, cancellationToken);
                if (row is not null)
                {
                    fate.ApplyTo(row);
                }
            },
            cancellationToken
        );

    /// <summary>Saves the effects of a step and finishes its row in one transaction.</summary>
    /// <param name="effects">Changes the database; may requeue the row by returning another fate than done.</param>
    /// <exception cref="LeaseLostException">Somebody else has the row: nothing was saved.</exception>
    public async Task FinishAsync<T>(
        Claim<T> claim,
        Expression<Func<T, bool>> find,
        Func<FitGlueDb, T, Task<Fate>> effects,
        CancellationToken cancellationToken
    )
        where T : WorkRow
    {
        await database.WriteAsync(
            async db =>
            {
                var row =
                    await db.Set<T>().Where(find).FirstOrDefaultAsync(row => row.LeaseOwner == claim.Owner, cancellationToken)
                    ?? throw new LeaseLostException();
                var fate = await effects(db, row);
                fate.ApplyTo(row);
                FailPoint.Hit(claim.Row.Stage, FailPoint.Saving);
            },
            cancellationToken
        );
        FailPoint.Hit(claim.Row.Stage, FailPoint.Saved);
    }

    /// <summary>
    /// At the start of the only process on this database: what was running has no owner any more, and what waited for a person
    /// is tried once, since a setting may be another now.
    /// </summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                await ReleaseAsync(db.Inbox, now, cancellationToken);
                await ReleaseAsync(db.Schedule, now, cancellationToken);
                await ReleaseAsync(db.Backfills, now, cancellationToken);
                await ReleaseAsync(db.Runs, now, cancellationToken);
                await ReleaseAsync(db.Deliveries, now, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>The claim could be neither finished nor settled; it is let go of as soon as the database can be written.</summary>
    internal void Abandon(Guid owner) => _abandoned.TryAdd(owner, owner);

    internal async Task ReleaseAbandonedAsync(CancellationToken cancellationToken)
    {
        if (_abandoned.Keys.ToList() is not { Count: > 0 } owners)
        {
            return;
        }

        await database.WriteAsync(
            async db =>
            {
                await ReleaseAsync(db.Inbox, owners, cancellationToken);
                await ReleaseAsync(db.Schedule, owners, cancellationToken);
                await ReleaseAsync(db.Backfills, owners, cancellationToken);
                await ReleaseAsync(db.Runs, owners, cancellationToken);
                await ReleaseAsync(db.Deliveries, owners, cancellationToken);
            },
            cancellationToken
        );
        owners.ForEach(owner => _abandoned.TryRemove(owner, out _));
    }

    private static Task<int> ReleaseAsync<T>(DbSet<T> rows, IReadOnlyList<Guid> owners, CancellationToken cancellationToken)
        where T : WorkRow =>
        rows.Where(row => row.LeaseOwner != null && owners.Contains(row.LeaseOwner.Value))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, WorkState.Waiting)
                        .SetProperty(row => row.LeaseOwner, (Guid?)null)
                        .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null),
                cancellationToken
            );

    /// <summary>What waited for the person to renew a connection, its membership or a setting goes on.</summary>
    internal static async Task ResumeAsync(FitGlueDb db, Guid connectionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ResumeAsync(db.Inbox.Where(row => row.ConnectionId == connectionId), now, cancellationToken);
        await ResumeAsync(db.Schedule.Where(row => row.ConnectionId == connectionId), now, cancellationToken);
        await ResumeAsync(db.Backfills.Where(row => row.ConnectionId == connectionId), now, cancellationToken);
    }

    private static Task<int> ResumeAsync<T>(IQueryable<T> rows, DateTimeOffset now, CancellationToken cancellationToken)
        where T : WorkRow =>
        rows.Where(row => row.State == WorkState.NeedsYou)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, WorkState.Waiting)
                        .SetProperty(row => row.NextAttemptAt, now)
                        .SetProperty(row => row.LastError, (string?)null),
                cancellationToken
            );

    private static async Task ReleaseAsync<T>(DbSet<T> rows, DateTimeOffset now, CancellationToken cancellationToken)
        where T : WorkRow
    {
        foreach (var row in await rows.Where(row => row.State == WorkState.Running).ToListAsync(cancellationToken))
        {
            row.LoseProcess(now);
        }

        await rows.Where(row => row.State == WorkState.NeedsYou)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, WorkState.Waiting), cancellationToken);
    }
}

/// <summary>A row that this process may work on until its lease runs out.</summary>
public sealed record Claim<T>(T Row, Guid Owner)
    where T : WorkRow;
