using System.Text.Json;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Settings;
using FitGlue.Core.Targets;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Deliver;

/// <summary>Puts together what a place gets.</summary>
public sealed class Shipping(Database database, ActivityStore activities, Registry registry)
{
    public async Task<Shipment> ShipmentAsync(
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
        var longest = registry.Targets.GetValueOrDefault(entry.Type)?.Info.LongestDescription;
        var description = Description.Of(result.Description, boosters, entry.ExcludedBoosters, longest);
        var measured = Measured.Read(run.Measured, original);
        var activity = result.ToActivity(row.Source, row.ExternalId, measured.HeartRate) with
        {
            Description = description.Text,
            Recording = measured.Recording,
        };
        var earlier = delivery.ExternalId is { } id ? new Receipt(id, delivery.Url) : null;
        return new(delivery.ActivityId, delivery.UserId, $"fitglue-{row.Source}-{row.ExternalId}", run.Revision, activity, earlier)
        {
            LeftOut = description.LeftOut,
        };
    }

    /// <summary>The heart rate of what a place got last, which a booster may have brought; as the source has it where nobody knows.</summary>
    /// <param name="externalId">The place's own id.</param>
    /// <param name="revision">Of the activity as it was sent.</param>
    public async Task<HeartRate> DeliveredHeartRateAsync(
        Guid activityId,
        string externalId,
        int revision,
        CancellationToken cancellationToken
    )
    {
        var original = await activities.ReadAsync(activityId, revision, cancellationToken);
        await using var db = await database.OpenAsync(cancellationToken);
        var measured = await db
            .Deliveries.Where(row => row.ActivityId == activityId && row.ExternalId == externalId)
            .Join(db.Runs, row => row.DeliveredRunId, run => run.Id, (_, run) => run.Measured)
            .FirstOrDefaultAsync(cancellationToken);
        return Measured.Read(measured, original).HeartRate;
    }
}
