using FitGlue.Core.Targets;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Deliver;

/// <summary>What waits at one target after a restore.</summary>
/// <param name="AlreadyThere">Found at the target: it is updated, not sent again.</param>
/// <param name="ToBeSent">Not at the target.</param>
/// <param name="CannotTell">The target cannot say: each of these waits for the person among the stuck items.</param>
/// <param name="NotAsked">Left for another look; each is asked about before it is sent.</param>
public sealed record Comparison(string Target, int AlreadyThere, int ToBeSent, int CannotTell, int NotAsked);

/// <summary>
/// After a restore nobody here knows what was delivered since the backup. Nothing of a user is sent until that user has compared, and each
/// first delivery of an older workout asks its target before it is sent.
/// </summary>
public sealed class RestoredDeliveries(Database database, Registry registry, Shipping shipping, Hints hints, TimeProvider time)
{
    internal const string CannotTell =
        "This server was restored from a backup, and this target cannot say whether it has the workout already. Look there: if it is missing, try again here; if it is there, dismiss this.";

    /// <summary>Of those that wait at one look; each may be a request to a target.</summary>
    private const int MostAsked = 50;

    /// <returns>Null: this installation was never restored.</returns>
    public async Task<Restored?> LastAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await Restored.ReadAsync(db, cancellationToken);
    }

    /// <summary>Whether the place may have it although we know nothing of that.</summary>
    public static bool MayBeThere(Delivery delivery, Restored? restored) =>
        restored is not null
        && delivery.ExternalId is null
        && delivery.StartTime < restored.RestoredAt
        && !(delivery.ComparedAt >= restored.RestoredAt);

    /// <summary>Asks each target about the newest of what waits for it. Sends and changes nothing.</summary>
    public async Task<IReadOnlyList<Comparison>> CompareAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        if (await Restored.ReadAsync(db, cancellationToken) is not { } restored)
        {
            return [];
        }

        var waiting = Unsure(db, userId, restored);
        var counts = await waiting
            .GroupBy(row => row.Target)
            .Select(group => new { Target = group.Key, Count = group.Count() })
            .OrderBy(group => group.Target)
            .ToListAsync(cancellationToken);
        var searchable = registry.Targets.Where(pair => pair.Value is ISearchableTarget).Select(pair => pair.Key).ToList();
        var asked = await waiting
            .Where(row => searchable.Contains(row.Target))
            .OrderByDescending(row => row.StartTime)
            .Take(MostAsked)
            .ToListAsync(cancellationToken);
        var answers = (await AskAsync(db, asked, cancellationToken)).ToLookup(answer => answer.Target, answer => answer.IsThere);
        return
        [
            .. counts.Select(group => new Comparison(
                registry.Targets.GetValueOrDefault(group.Target)?.Info.Name ?? group.Target,
                answers[group.Target].Count(isThere => isThere is true),
                answers[group.Target].Count(isThere => isThere is false),
                searchable.Contains(group.Target) ? answers[group.Target].Count(isThere => isThere is null) : group.Count,
                searchable.Contains(group.Target) ? group.Count - answers[group.Target].Count() : 0
            )),
        ];
    }

    /// <summary>Lets the deliveries of one user go.</summary>
    public async Task ResumeAsync(Guid userId, CancellationToken cancellationToken)
    {
        var places = await database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                await Restored.ResumeAsync(db, userId, now, cancellationToken);
                return await db
                    .Deliveries.Where(WorkQueue.Due<Delivery>(now))
                    .Where(row => row.UserId == userId)
                    .Select(row => row.Place)
                    .Distinct()
                    .ToListAsync(cancellationToken);
            },
            cancellationToken
        );
        places.ForEach(hints.Place);
    }

    // In the database what MayBeThere says.
    private static IQueryable<Delivery> Unsure(FitGlueDb db, Guid userId, Restored restored) =>
        db
            .Deliveries.AsNoTracking()
            .Where(row => row.UserId == userId && row.ExternalId == null && row.State != WorkState.Done && row.State != WorkState.Dead)
            .Where(row => row.StartTime < restored.RestoredAt && (row.ComparedAt == null || row.ComparedAt < restored.RestoredAt));

    private async Task<List<(string Target, bool? IsThere)>> AskAsync(
        FitGlueDb db,
        IReadOnlyList<Delivery> deliveries,
        CancellationToken cancellationToken
    )
    {
        var (runIds, activityIds) = (deliveries.Select(row => row.RunId).ToList(), deliveries.Select(row => row.ActivityId).ToList());
        var runs = await db.Runs.AsNoTracking().Where(run => runIds.Contains(run.Id)).ToDictionaryAsync(run => run.Id, cancellationToken);
        var pipelineIds = runs.Values.Select(run => run.PipelineId).Distinct().ToList();
        var pipelines = await db
            .Pipelines.AsNoTracking()
            .Where(row => pipelineIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var activities = await db
            .Activities.AsNoTracking()
            .Where(row => activityIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var answers = new List<(string, bool?)>();
        foreach (var delivery in deliveries)
        {
            var run = runs[delivery.RunId];
            var pipeline = pipelines.GetValueOrDefault(run.PipelineId);
            answers.Add((delivery.Target, await IsThereAsync(delivery, run, activities[delivery.ActivityId], pipeline, cancellationToken)));
        }

        return answers;
    }

    /// <returns>Null: the target cannot say.</returns>
    private async Task<bool?> IsThereAsync(
        Delivery delivery,
        Run run,
        ActivityRow row,
        Pipeline? pipeline,
        CancellationToken cancellationToken
    )
    {
        if (
            pipeline?.Targets.FirstOrDefault(entry => entry.Place == delivery.Place) is not { } entry
            || registry.Targets.GetValueOrDefault(entry.Type) is not ISearchableTarget target
        )
        {
            return null;
        }

        var shipment = await shipping.ShipmentAsync(delivery, run, row, entry, cancellationToken);
        return await target.FindAsync(shipment, target.Settings.Read(entry.Settings), cancellationToken) is not null;
    }
}
