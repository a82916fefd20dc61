using System.Text.Json;
using FitGlue.Core;
using FitGlue.Core.Settings;
using FitGlue.Core.Targets;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;

namespace FitGlue.Engine.Deliver;

/// <summary>Puts together what a place gets.</summary>
public sealed class Shipping(ActivityStore activities, Registry registry)
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
        var activity = result.ToActivity(row.Source, row.ExternalId, original.HeartRate) with
        {
            Description = description.Text,
            Recording = original.Recording,
        };
        var earlier = delivery.ExternalId is { } id ? new Receipt(id, delivery.Url) : null;
        return new(delivery.ActivityId, delivery.UserId, $"fitglue-{row.Source}-{row.ExternalId}", run.Revision, activity, earlier)
        {
            LeftOut = description.LeftOut,
        };
    }
}
