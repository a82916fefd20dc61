using FitGlue.Core.Matching;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>How far activities have got on their way to targets.</summary>
internal sealed class Progress
{
    private readonly ILookup<Guid, Delivery> _deliveries;
    private readonly ILookup<Guid, Pipeline> _running;

    private Progress(ILookup<Guid, Delivery> deliveries, ILookup<Guid, Pipeline> running) =>
        (_deliveries, _running) = (deliveries, running);

    public static async Task<Progress> OfAsync(FitGlueDb db, IReadOnlyList<Guid> activities, CancellationToken cancellationToken)
    {
        var deliveries = await db
            .Deliveries.AsNoTracking()
            .Where(Delivery.IsOrMayBeThere)
            .Where(row => activities.Contains(row.ActivityId))
            .ToListAsync(cancellationToken);

        // A refresh goes where the activity is already, or follows a pass that a booster halted.
        var running = await db
            .Runs.Where(run => activities.Contains(run.ActivityId) && run.State != WorkState.Done && run.State != WorkState.Dead)
            .Where(run => !run.IsRefresh)
            .Join(db.Pipelines, run => run.PipelineId, row => row.Id, (run, pipeline) => new { run.ActivityId, Pipeline = pipeline })
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return new(deliveries.ToLookup(row => row.ActivityId), running.ToLookup(one => one.ActivityId, one => one.Pipeline));
    }

    /// <summary>As it concerns a pipeline: what is at other targets than its own is no copy there.</summary>
    public ProgressFor For(Pipeline pipeline) => new(this, [.. pipeline.Targets.Select(target => target.Type)]);

    /// <summary>Activities of which some target has something, or is about to.</summary>
    public IReadOnlySet<Guid> Sent => _deliveries.Select(of => of.Key).ToHashSet();

    public IReadOnlyList<Upload> Uploads(IEnumerable<Record> records, Registry registry) =>
        [
            .. from record in records
            from row in _deliveries[record.Row.Id]
            where registry.Targets.GetValueOrDefault(row.Target)?.Info.MayComeBack is not false
            let sentAt = row.SentAt ?? row.DeliveredAt
            where sentAt is not null
            select new Upload(record.Candidate, row.Target, sentAt.Value),
        ];

    internal sealed class ProgressFor(Progress progress, HashSet<string> targets)
    {
        /// <summary>A target has it, or is about to, or nobody knows.</summary>
        public bool IsSent(Guid activity) => progress._deliveries[activity].Any(row => targets.Contains(row.Target));

        /// <summary>A run has yet to say whether it is sent.</summary>
        public bool IsComing(Guid activity) =>
            progress._running[activity].Any(pipeline => pipeline.Targets.Any(target => targets.Contains(target.Type)));

        public bool Concerns(Guid activity) => IsSent(activity) || IsComing(activity);
    }
}
