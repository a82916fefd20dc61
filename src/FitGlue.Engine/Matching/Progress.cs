using FitGlue.Core.Matching;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>How far activities have got on their way to targets.</summary>
internal sealed class Progress
{
    private readonly ILookup<Guid, Delivery> _deliveries;
    private readonly HashSet<Guid> _running;

    private Progress(ILookup<Guid, Delivery> deliveries, HashSet<Guid> running) => (_deliveries, _running) = (deliveries, running);

    public static async Task<Progress> OfAsync(FitGlueDb db, IReadOnlyList<Record> records, CancellationToken cancellationToken)
    {
        var ids = records.Select(record => record.Row.Id).ToList();
        var deliveries = await db.Deliveries.AsNoTracking().Where(row => ids.Contains(row.ActivityId)).ToListAsync(cancellationToken);
        // A run that was opened again because another came to nothing decides by what is there: two of them never wait for each other.
        var running = await db
            .Runs.Where(run => ids.Contains(run.ActivityId) && run.State != WorkState.Done && run.State != WorkState.Dead)
            .Where(run => !run.IsReconsidered)
            .Select(run => run.ActivityId)
            .ToListAsync(cancellationToken);
        return new(deliveries.ToLookup(row => row.ActivityId), [.. running]);
    }

    /// <summary>A target has it, or is about to, or nobody knows.</summary>
    public bool IsSent(Record record) =>
        _deliveries[record.Row.Id].Any(row => SentAt(row) is not null || row.State is not (WorkState.Done or WorkState.Dead));

    public bool IsComing(Record record) => _running.Contains(record.Row.Id);

    public IReadOnlyList<Upload> Uploads(IEnumerable<Record> records, Registry registry) =>
        [
            .. from record in records
            from row in _deliveries[record.Row.Id]
            where registry.Targets.GetValueOrDefault(row.Target)?.Info.MayComeBack is not false
            let sentAt = SentAt(row)
            where sentAt is not null
            select new Upload(record.Candidate, row.Target, sentAt.Value),
        ];

    private static DateTimeOffset? SentAt(Delivery row) => row.SentAt ?? row.DeliveredAt;
}
