using FitGlue.Engine;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Backfills;

/// <summary>The backfills of one user: begun, read, paused and ended.</summary>
public sealed class BackfillStore(Database database, Engine.Registry registry, Hints hints, TimeProvider time)
{
    private const int Shown = 20;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<BackfillStart> BeginAsync(Guid userId, BackfillRequest request, CancellationToken cancellationToken)
    {
        if (request.Faults(Today).ToList() is { Count: > 0 } faults)
        {
            return new BackfillStart.Refused(string.Join(' ', faults));
        }

        var start = await database.WriteAsync(db => BeginAsync(db, userId, request, cancellationToken), cancellationToken);
        if (start is BackfillStart.Begun begun && await FindAsync(userId, begun.Id, cancellationToken) is { } model)
        {
            hints.Connection(model.ConnectionId);
        }

        return start;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<BackfillModel>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = await db
            .Backfills.AsNoTracking()
            .Where(row => row.UserId == userId)
            .OrderByDescending(row => row.CreatedAt)
            .ThenByDescending(row => row.Id)
            .Take(Shown)
            .ToListAsync(cancellationToken);
        return await ModelsAsync(db, rows, cancellationToken);
    }

    public async Task<BackfillModel?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = await db.Backfills.AsNoTracking().Where(row => row.UserId == userId && row.Id == id).ToListAsync(cancellationToken);
        return await ModelsAsync(db, rows, cancellationToken) is [var model] ? model : null;
    }

    /// <summary>The slice under way is finished.</summary>
    public Task<BackfillModel?> PauseAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(userId, id, (_, row) => row.PausedAt ??= time.GetUtcNow(), cancellationToken);

    public Task<BackfillModel?> ResumeAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(
            userId,
            id,
            (_, row) =>
            {
                row.PausedAt = null;
                row.Requeue(time.GetUtcNow());
            },
            cancellationToken
        );

    /// <summary>What it has brought stays.</summary>
    public Task<BackfillModel?> CancelAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(
            userId,
            id,
            (db, row) =>
            {
                (row.State, row.LastError, row.FinishedAt) = (WorkState.Done, Backfill.Canceled, time.GetUtcNow());
                (row.LeaseOwner, row.LeaseUntil) = (null, null);
                db.Schedule.RemoveRange(db.Schedule.Where(fetch => fetch.BackfillId == row.Id));
            },
            cancellationToken
        );

    private async Task<BackfillModel?> ChangeAsync(
        Guid userId,
        Guid id,
        Action<FitGlueDb, Backfill> change,
        CancellationToken cancellationToken
    )
    {
        var connection = await database.WriteAsync(
            async db =>
            {
                var row = await db.Backfills.FirstOrDefaultAsync(row => row.UserId == userId && row.Id == id, cancellationToken);
                if (row is { FinishedAt: null })
                {
                    change(db, row);
                }

                return row?.ConnectionId;
            },
            cancellationToken
        );
        if (connection is not { } found)
        {
            return null;
        }

        hints.Connection(found);
        return await FindAsync(userId, id, cancellationToken);
    }

    private async Task<BackfillStart> BeginAsync(FitGlueDb db, Guid userId, BackfillRequest request, CancellationToken cancellationToken)
    {
        var connections = await db.Connections.Where(row => row.UserId == userId).ToListAsync(cancellationToken);
        if (Pick(connections, request.ConnectionId) is not { } connection)
        {
            return new BackfillStart.Refused(
                connections.Count == 0 ? "There is nothing to fetch from yet: connect a source first."
                : request.ConnectionId is null ? "There is more than one connection: say which one by connectionId."
                : "You have no such connection."
            );
        }

        var pipelines = await db
            .Pipelines.Where(row => row.UserId == userId && row.Source == connection.Source)
            .ToListAsync(cancellationToken);
        var wanted = (request.DeliverTo ?? []).Distinct().ToList();
        var places = pipelines.SelectMany(pipeline => pipeline.Targets).Where(target => wanted.Contains(target.Id)).ToList();
        if (places.Count < wanted.Count)
        {
            return new BackfillStart.Refused("deliverTo names a target that none of your pipelines from this source has.");
        }

        var (last, tomorrow, now) = (request.To ?? Today.AddDays(1), Today.AddDays(1), time.GetUtcNow());
        var row = new Backfill
        {
            UserId = userId,
            ConnectionId = connection.Id,
            From = request.From!.Value,
            To = last < tomorrow ? last : tomorrow,
            DryRun = request.DryRun ?? true,
            DeliverTo = [.. places.Select(target => target.Place)],
            CreatedAt = now,
            NextAttemptAt = now,
        };
        db.Backfills.Add(row);
        return new BackfillStart.Begun(row.Id);
    }

    private static Connection? Pick(List<Connection> connections, Guid? id) =>
        id is null
            ? connections is [var only]
                ? only
                : null
            : connections.Find(connection => connection.Id == id);

    private async Task<IReadOnlyList<BackfillModel>> ModelsAsync(
        FitGlueDb db,
        IReadOnlyList<Backfill> rows,
        CancellationToken cancellationToken
    )
    {
        var (ids, connections) = (rows.Select(row => (Guid?)row.Id).ToList(), rows.Select(row => row.ConnectionId).Distinct().ToList());
        var open = await db
            .Schedule.Where(fetch => ids.Contains(fetch.BackfillId) && fetch.State != WorkState.Done)
            .Select(fetch => new
            {
                fetch.BackfillId,
                fetch.StartTime,
                IsDead = fetch.State == WorkState.Dead,
            })
            .ToListAsync(cancellationToken);
        var sources = await db
            .Connections.Where(row => connections.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Source, cancellationToken);
        return
        [
            .. rows.Select(row =>
                BackfillModel.Of(
                    row,
                    sources[row.ConnectionId],
                    registry.Connected(sources[row.ConnectionId])?.RequestLimit,
                    [.. open.Where(fetch => fetch.BackfillId == row.Id && !fetch.IsDead).Select(fetch => fetch.StartTime ?? row.CreatedAt)],
                    open.Count(fetch => fetch.BackfillId == row.Id && fetch.IsDead),
                    time.GetUtcNow()
                )
            ),
        ];
    }
}
