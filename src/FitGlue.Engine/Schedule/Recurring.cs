using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Schedule;

/// <summary>What every connection has once and for ever: the look at the last days, the records of days, and whose body it is.</summary>
public sealed class Recurring(Database database, Registry registry, Notified notified, TimeProvider time)
{
    /// <summary>Makes what is missing; day records and the athlete are asked for at once.</summary>
    public async Task EnsureAsync(FitGlueDb db, Guid connectionId, IConnectedSource source, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var row in await MakeAsync(db, connectionId, source, now, cancellationToken))
        {
            row.NextAttemptAt = row.NextAttemptAt < now ? row.NextAttemptAt : now;
        }
    }

    /// <summary>At the start: connections that were made by an earlier version have what this one needs.</summary>
    public Task EnsureAllAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                foreach (var connection in await db.Connections.ToListAsync(cancellationToken))
                {
                    if (registry.Connected(connection.Source) is { } source)
                    {
                        await MakeAsync(db, connection.Id, source, time.GetUtcNow(), cancellationToken);
                    }
                }
            },
            cancellationToken
        );

    /// <summary>A clock that was put back leaves the next look far ahead: it is made now.</summary>
    /// <remarks>The list that was read last then lies in the future; reading one ends this.</remarks>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var look = await database.OpenAsync(cancellationToken);
        if (!await Stranded(look, now).AnyAsync(cancellationToken))
        {
            return;
        }

        await database.WriteAsync(
            db => Stranded(db, now).ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAt, now), cancellationToken),
            cancellationToken
        );
    }

    private static IQueryable<ScheduledFetch> Stranded(FitGlueDb db, DateTimeOffset now) =>
        db.Schedule.Where(row =>
            (row.Kind == FetchKind.Reconcile || row.Kind == FetchKind.Days || row.Kind == FetchKind.Athlete)
            && (row.State == WorkState.Waiting || row.State == WorkState.Snoozed)
            && row.NextAttemptAt > now
            && db.Connections.Any(connection => connection.Id == row.ConnectionId && connection.LastListedAt > now)
        );

    /// <returns>Day records and athlete, where they were scheduled before.</returns>
    private async Task<IReadOnlyList<ScheduledFetch>> MakeAsync(
        FitGlueDb db,
        Guid connectionId,
        IConnectedSource source,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var firstLook = now + source.ReconcileInterval(notified.CallbackOf(source.Info.Id) is not null);
        await MakeAsync(db, connectionId, FetchKind.Reconcile, firstLook, cancellationToken);
        var days = source is IDayRecordSource ? await MakeAsync(db, connectionId, FetchKind.Days, now, cancellationToken) : null;
        var athlete = source is IAthleteSource ? await MakeAsync(db, connectionId, FetchKind.Athlete, now, cancellationToken) : null;
        return [.. new[] { days, athlete }.OfType<ScheduledFetch>()];
    }

    /// <returns>The one that was there; null: it was made.</returns>
    private static async Task<ScheduledFetch?> MakeAsync(
        FitGlueDb db,
        Guid connectionId,
        FetchKind kind,
        DateTimeOffset first,
        CancellationToken cancellationToken
    )
    {
        var row = await db.Schedule.FirstOrDefaultAsync(row => row.ConnectionId == connectionId && row.Kind == kind, cancellationToken);
        if (row is null)
        {
            db.Schedule.Add(
                new()
                {
                    ConnectionId = connectionId,
                    Kind = kind,
                    NextAttemptAt = first,
                }
            );
        }

        return row;
    }
}
