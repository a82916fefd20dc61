using FitGlue.Core.Targets;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Deliver;

/// <summary>Brings one activity to one place. The claimed row is the intent: it is committed before the target is called.</summary>
public sealed class DeliverStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    Shipping shipping,
    RestoredDeliveries restored,
    Registry registry,
    TimeProvider time
)
{
    /// <summary>How long a place that cannot replace samples waits before it looks again whether the heart rate has settled.</summary>
    private static readonly TimeSpan UntilSettled = TimeSpan.FromHours(1);

    /// <returns>False: nothing was due, or what is due is paused after a restore.</returns>
    public async Task<bool> RunAsync(string place)
    {
        var last = await restored.LastAsync(CancellationToken.None);
        var paused = last?.Paused ?? [];
        return await runner.RunAsync(
            db => db.Deliveries.Where(row => row.Place == place && !paused.Contains(row.UserId)).OrderBy(row => row.StartTime),
            // A failure of a run that a newer one has replaced meanwhile is not written: the lease runs out and the newer one is taken up.
            claimed => row => row.Id == claimed.Id && row.RunId == claimed.RunId,
            (claim, cancellationToken) => WorkAsync(claim, last, cancellationToken)
        );
    }

    private async Task<Fate?> WorkAsync(Claim<Delivery> claim, Restored? last, CancellationToken cancellationToken)
    {
        var delivery = claim.Row;
        await using var look = await database.OpenAsync(cancellationToken);
        var run = await look.Runs.AsNoTracking().SingleAsync(run => run.Id == delivery.RunId, cancellationToken);
        var row = await look.Activities.AsNoTracking().SingleAsync(row => row.Id == delivery.ActivityId, cancellationToken);
        var pipeline = await look
            .Pipelines.AsNoTracking()
            .FirstOrDefaultAsync(pipeline => pipeline.Id == run.PipelineId, cancellationToken);
        if (row.State is ActivityState.Deleted)
        {
            return new Fate.Done(Keep.NotDelivered);
        }

        if (pipeline?.Targets.FirstOrDefault(entry => entry.Place == delivery.Place) is not { } entry)
        {
            return new Fate.Done(
                pipeline is null ? "Not delivered: the pipeline was removed." : "Not delivered: this target was removed from its pipeline."
            );
        }

        if (registry.Targets.GetValueOrDefault(entry.Type) is not { } target)
        {
            return new Fate.Dead($"There is no target '{entry.Type}' on this server.");
        }

        if (row.State is ActivityState.Provisional && !target.Info.CanUpdate)
        {
            return new Fate.Snoozed(
                time.GetUtcNow() + UntilSettled,
                "Waits for the rest of the heart rate: this target cannot replace samples."
            );
        }

        var shipment = await shipping.ShipmentAsync(delivery, run, row, entry, cancellationToken);
        if (RestoredDeliveries.MayBeThere(delivery, last))
        {
            if (await ComparedAsync(shipment, target, entry, cancellationToken) is not { } compared)
            {
                await AskPersonAsync(claim, cancellationToken);
                return null;
            }

            shipment = compared;
        }

        await WriteIntentAsync(claim, target, cancellationToken);
        FailPoint.Hit(FailPoint.TargetAsked);
        var receipt = await target.DeliverAsync(shipment, target.Settings.Read(entry.Settings), cancellationToken);

        FailPoint.Hit(FailPoint.TargetAccepted);

        // The place has it now: that is written down even while the server is stopping.
        await SaveAsync(claim, run, target, shipment, receipt, CancellationToken.None);
        return null;
    }

    // After a restore: what was sent since the backup is asked for, not sent again.
    private static async Task<Shipment?> ComparedAsync(
        Shipment shipment,
        ITarget target,
        TargetEntry entry,
        CancellationToken cancellationToken
    )
    {
        if (target is not ISearchableTarget searchable)
        {
            return null;
        }

        var found = await searchable.FindAsync(shipment, target.Settings.Read(entry.Settings), cancellationToken);
        return shipment with { Earlier = found };
    }

    // Before the place is asked: what it took may come back as somebody else's, and is known again by this time.
    private async Task WriteIntentAsync(Claim<Delivery> claim, ITarget target, CancellationToken cancellationToken)
    {
        if (claim.Row.SentAt is null && target.Info.MayComeBack)
        {
            var now = time.GetUtcNow();
            await database.WriteAsync(
                db =>
                    db.Deliveries.Where(row => row.Id == claim.Row.Id)
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.SentAt, now), cancellationToken),
                cancellationToken
            );
        }
    }

    private Task AskPersonAsync(Claim<Delivery> claim, CancellationToken cancellationToken) =>
        queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            (_, row) =>
            {
                row.ComparedAt = time.GetUtcNow();
                return Task.FromResult<Fate>(new Fate.Dead(RestoredDeliveries.CannotTell));
            },
            cancellationToken
        );

    private Task SaveAsync(
        Claim<Delivery> claim,
        Run run,
        ITarget target,
        Shipment shipment,
        Receipt receipt,
        CancellationToken cancellationToken
    ) =>
        queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            (db, row) =>
            {
                var now = time.GetUtcNow();
                db.Timeline.Add(
                    new()
                    {
                        ActivityId = row.ActivityId,
                        RunId = run.Id,
                        At = now,
                        What =
                            $"{(row.ExternalId is null ? "Delivered to" : "Updated at")} {target.Info.Name}: {receipt.ExternalId}{LeftOut(shipment, target)}",
                    }
                );
                (row.ExternalId, row.Url, row.DeliveredAt, row.DeliveredRunId) = (receipt.ExternalId, receipt.Url, now, run.Id);
                return Task.FromResult<Fate>(
                    row.RunId == run.Id ? new Fate.Done() : new Fate.Snoozed(now, "A newer revision came while this one was delivered.")
                );
            },
            cancellationToken
        );

    private static string LeftOut(Shipment shipment, ITarget target) =>
        shipment.LeftOut is []
            ? ""
            : $" (left out, because a description there has {target.Info.LongestDescription} characters at most: {string.Join(", ", shipment.LeftOut)})";
}
