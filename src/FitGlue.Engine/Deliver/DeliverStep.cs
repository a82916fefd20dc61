using System.Text.Json;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Settings;
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
    ActivityStore activities,
    Registry registry,
    TimeProvider time
)
{
    /// <summary>How long a place that cannot replace samples waits before it looks again whether the heart rate has settled.</summary>
    private static readonly TimeSpan UntilSettled = TimeSpan.FromHours(1);

    /// <returns>False: nothing was due.</returns>
    public Task<bool> RunAsync(string place) =>
        runner.RunAsync(
            db => db.Deliveries.Where(row => row.Place == place).OrderBy(row => row.StartTime),
            // A failure of a run that a newer one has replaced meanwhile is not written: the lease runs out and the newer one is taken up.
            claimed => row => row.Id == claimed.Id && row.RunId == claimed.RunId,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<Delivery> claim, CancellationToken cancellationToken)
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

        var shipment = await ShipmentAsync(delivery, run, row, entry, cancellationToken);
        FailPoint.Hit(FailPoint.TargetAsked);
        var receipt = await target.DeliverAsync(shipment, target.Settings.Read(entry.Settings), cancellationToken);

        FailPoint.Hit(FailPoint.TargetAccepted);

        // The place has it now: that is written down even while the server is stopping.
        await SaveAsync(claim, run, target, receipt, CancellationToken.None);
        return null;
    }

    private async Task<Shipment> ShipmentAsync(
        Delivery delivery,
        Run run,
        ActivityRow row,
        TargetEntry entry,
        CancellationToken cancellationToken
    )
    {
        var original = await activities.ReadAsync(run.ActivityId, run.Revision, cancellationToken);
        var result = StoredActivity.Read(run.Result ?? throw new RejectedException("The run has no result."));
        var boosters = JsonSerializer.Deserialize<List<BoosterReport>>(run.Boosters ?? "[]", SettingsShape.Json) ?? [];
        var activity = result.ToActivity(row.Source, row.ExternalId, original.HeartRate) with
        {
            Description = Description.Of(result.Description, boosters, entry.ExcludedBoosters),
        };
        var earlier = delivery.ExternalId is { } id ? new Receipt(id, delivery.Url) : null;
        return new(delivery.ActivityId, delivery.UserId, $"fitglue-{row.Source}-{row.ExternalId}", run.Revision, activity, earlier);
    }

    private Task SaveAsync(Claim<Delivery> claim, Run run, ITarget target, Receipt receipt, CancellationToken cancellationToken) =>
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
                        What = $"{(row.ExternalId is null ? "Delivered to" : "Updated at")} {target.Info.Name}: {receipt.ExternalId}",
                    }
                );
                (row.ExternalId, row.Url, row.DeliveredAt, row.DeliveredRunId) = (receipt.ExternalId, receipt.Url, now, run.Id);
                return Task.FromResult<Fate>(
                    row.RunId == run.Id ? new Fate.Done() : new Fate.Snoozed(now, "A newer revision came while this one was delivered.")
                );
            },
            cancellationToken
        );
}
