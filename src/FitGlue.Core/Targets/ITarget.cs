using FitGlue.Core.Activities;
using FitGlue.Core.Settings;

namespace FitGlue.Core.Targets;

/// <summary>A place that activities are delivered to. May throw a <see cref="ServiceException"/>.</summary>
public interface ITarget
{
    TargetInfo Info { get; }

    SettingsShape Settings { get; }

    /// <summary>Creates the activity there, or updates it where it is; safe to repeat after a crash at any moment.</summary>
    Task<Receipt> DeliverAsync(Shipment shipment, object settings, CancellationToken cancellationToken);
}

/// <summary>A target with typed settings.</summary>
public abstract class Target<TSettings> : ITarget
    where TSettings : class, new()
{
    public abstract TargetInfo Info { get; }

    public SettingsShape Settings { get; } = SettingsShape.Of<TSettings>();

    public Task<Receipt> DeliverAsync(Shipment shipment, object settings, CancellationToken cancellationToken) =>
        DeliverAsync(shipment, (TSettings)settings, cancellationToken);

    protected abstract Task<Receipt> DeliverAsync(Shipment shipment, TSettings settings, CancellationToken cancellationToken);
}

/// <param name="CanUpdate">False: it waits until the heart rate has settled, because it cannot replace samples.</param>
/// <param name="LongestDescription">How many characters (UTF-16) of a description it takes; null: any number. What does not fit is left out in whole sections.</param>
public sealed record TargetInfo(string Id, string Name, Tier Tier, string Summary, bool CanUpdate, int? LongestDescription = null)
{
    /// <summary>Shows the present by itself: it is updated when only what boosters say of earlier workouts has changed. Others on request.</summary>
    public bool FollowsHistory { get; init; }

    /// <summary>Publishes through <see cref="IPublicPages"/>: boosters can tell the address before it is there.</summary>
    public bool IsPublicPage { get; init; }

    /// <summary>False: no service reads from there and hands on what it read, so that nothing comes back to us through a source.</summary>
    public bool MayComeBack { get; init; } = true;
}

/// <summary>One activity for one place.</summary>
/// <param name="ActivityId">Ours; stable over revisions.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Key">Marks our upload at the target: <c>fitglue-{source}-{external id}</c>.</param>
/// <param name="Activity">As the boosters left it, with the description for this target.</param>
/// <param name="Earlier">What this place answered the last time, or null for the first.</param>
public sealed record Shipment(Guid ActivityId, Guid UserId, string Key, int Revision, Activity Activity, Receipt? Earlier)
{
    /// <summary>The boosters whose section was left out because the description would be too long for the target.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <summary>What the place answered.</summary>
/// <param name="ExternalId">The place's own id of the activity (for files: the path below the folder).</param>
/// <param name="Url">Where the person can see it, absolute or rooted; null where nowhere.</param>
public sealed record Receipt(string ExternalId, string? Url);
