using FitGlue.Core;
using FitGlue.Core.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Targets.Showcase;

public sealed record ShowcaseSettings;

/// <summary>A page on this server that the person can show to whom they like.</summary>
internal sealed class ShowcaseTarget(IPublicPages pages) : Target<ShowcaseSettings>, ISearchableTarget
{
    public override TargetInfo Info { get; } =
        new(
            "showcase",
            "Showcase",
            Tier.Hobbyist,
            "Publishes a page for each activity that whoever has its address can read.",
            CanUpdate: true
        )
        {
            FollowsHistory = true,
            IsPublicPage = true,
            MayComeBack = false,
        };

    /// <summary>Pages lie in the same database as deliveries: what we do not know of has none.</summary>
    public Task<Receipt?> FindAsync(Shipment shipment, object settings, CancellationToken cancellationToken) =>
        Task.FromResult<Receipt?>(null);

    protected override Task<Receipt> DeliverAsync(Shipment shipment, ShowcaseSettings settings, CancellationToken cancellationToken) =>
        pages.PublishAsync(shipment, cancellationToken);
}

public static class ShowcaseRegistration
{
    public static IServiceCollection AddShowcase(this IServiceCollection services) => services.AddSingleton<ITarget, ShowcaseTarget>();
}
