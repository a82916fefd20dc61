using FitGlue.Core;
using FitGlue.Core.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Targets.Showcase;

public sealed record ShowcaseSettings;

/// <summary>A page on this server that the person can show to whom they like.</summary>
internal sealed class ShowcaseTarget(IPublicPages pages) : Target<ShowcaseSettings>
{
    public override TargetInfo Info { get; } =
        new(
            "showcase",
            "Showcase",
            Tier.Hobbyist,
            "Publishes a page for each activity that whoever has its address can read.",
            CanUpdate: true
        );

    protected override Task<Receipt> DeliverAsync(Shipment shipment, ShowcaseSettings settings, CancellationToken cancellationToken) =>
        pages.PublishAsync(shipment, cancellationToken);
}

public static class ShowcaseRegistration
{
    public static IServiceCollection AddShowcase(this IServiceCollection services) => services.AddSingleton<ITarget, ShowcaseTarget>();
}
