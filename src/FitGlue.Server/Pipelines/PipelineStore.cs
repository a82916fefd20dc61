using FitGlue.Engine;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Pipelines;

/// <summary>The pipelines of one user: read and changed.</summary>
public sealed class PipelineStore(
    Database database,
    Engine.Registry registry,
    SessionWishes sessions,
    Blocked blocked,
    Hints hints,
    TimeProvider time
)
{
    /// <summary>A new pipeline is tried on what is here, without delivering it.</summary>
    private static readonly TimeSpan TryOut = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<Pipeline>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .Pipelines.AsNoTracking()
            .Where(row => row.UserId == userId)
            .OrderBy(row => row.CreatedAt)
            .ToListAsync(cancellationToken);
    }

    public async Task<Pipeline?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.Pipelines.AsNoTracking().FirstOrDefaultAsync(row => row.UserId == userId && row.Id == id, cancellationToken);
    }

    /// <param name="change">Faultless, with name, source and targets.</param>
    public async Task<Pipeline> CreateAsync(Guid userId, PipelineChange change, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pipeline = new Pipeline
        {
            UserId = userId,
            Name = change.Name!.Trim(),
            Source = change.Source!,
            CreatedAt = now,
            DeliverFrom = now,
        };
        Apply(pipeline, change);
        await database.WriteAsync(
            db =>
                sessions.FollowAsync(
                    db,
                    userId,
                    pipeline.Source,
                    async () =>
                    {
                        db.Pipelines.Add(pipeline);
                        await RunOnWhatIsHereAsync(db, pipeline, cancellationToken);
                        return pipeline;
                    },
                    cancellationToken
                ),
            cancellationToken
        );
        hints.Athlete(userId);
        await sessions.WakeAsync(database, userId, pipeline.Source, cancellationToken);
        return pipeline;
    }

    /// <summary>What was blocked goes on where nothing blocks it any more.</summary>
    /// <returns>Null: there is none.</returns>
    public async Task<Pipeline?> ChangeAsync(Guid userId, Guid id, PipelineChange change, CancellationToken cancellationToken)
    {
        var changed = await WithAsync(userId, id, (_, pipeline) => Apply(pipeline, change), cancellationToken);
        await blocked.GoOnAsync(id, cancellationToken);
        hints.Athlete(userId);
        return changed;
    }

    /// <summary>What was delivered stays where it is.</summary>
    public async Task<bool> DeleteAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await WithAsync(userId, id, (db, pipeline) => db.Pipelines.Remove(pipeline), cancellationToken) is not null;

    private async Task<Pipeline?> WithAsync(Guid userId, Guid id, Action<FitGlueDb, Pipeline> change, CancellationToken cancellationToken)
    {
        var changed = await database.WriteAsync(
            async db =>
            {
                var pipeline = await db.Pipelines.FirstOrDefaultAsync(row => row.UserId == userId && row.Id == id, cancellationToken);
                return pipeline is null
                    ? null
                    : await sessions.FollowAsync(
                        db,
                        userId,
                        pipeline.Source,
                        () =>
                        {
                            change(db, pipeline);
                            return Task.FromResult(pipeline);
                        },
                        cancellationToken
                    );
            },
            cancellationToken
        );
        if (changed is not null)
        {
            await sessions.WakeAsync(database, userId, changed.Source, cancellationToken);
        }

        return changed;
    }

    private static void Apply(Pipeline pipeline, PipelineChange change)
    {
        pipeline.Name = change.Name?.Trim() ?? pipeline.Name;
        pipeline.SourceSettings = change.SourceSettings ?? pipeline.SourceSettings;
        pipeline.Boosters = change.Boosters ?? pipeline.Boosters;
        pipeline.Targets = change.Targets is { } targets ? EntriesOf(pipeline, targets) : pipeline.Targets;
        pipeline.Matching = change.Matching ?? pipeline.Matching;
        pipeline.Enabled = change.Enabled ?? pipeline.Enabled;
        pipeline.DeliverFrom = change.DeliverFrom ?? pipeline.DeliverFrom;
    }

    // An id that is not this pipeline's own, or that comes twice, is not taken over: a place belongs to one entry.
    private static List<TargetEntry> EntriesOf(Pipeline pipeline, IReadOnlyList<TargetModel> targets)
    {
        var free = pipeline.Targets.Select(entry => (entry.Id, entry.Type)).ToHashSet();
        return
        [
            .. targets.Select(target => new TargetEntry(
                target.Id is { } id && free.Remove((id, target.Type)) ? id : Guid.CreateVersion7(),
                target.Type,
                target.Settings,
                target.ExcludedBoosters
            )),
        ];
    }

    private async Task RunOnWhatIsHereAsync(FitGlueDb db, Pipeline pipeline, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = (pipeline.DeliverFrom < now - TryOut) ? pipeline.DeliverFrom : now - TryOut;
        // What the person uploaded while no pipeline took it waits for the first that does.
        var isFiles = pipeline.Source == registry.Files?.Info.Id;
        var activities = await db
            .Activities.Where(row =>
                row.UserId == pipeline.UserId
                && row.Source == pipeline.Source
                && row.State != ActivityState.Deleted
                && (row.StartTime >= since || (isFiles && !db.Deliveries.Any(delivery => delivery.ActivityId == row.Id)))
            )
            .ToListAsync(cancellationToken);
        db.Runs.AddRange(activities.Select(activity => Run.Of(activity, pipeline.Id, now)));
    }
}
