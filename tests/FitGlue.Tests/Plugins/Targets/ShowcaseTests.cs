using FitGlue.Core.Targets;
using FitGlue.Plugins.Targets.Showcase;
using FitGlue.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Tests.Plugins.Targets;

public sealed class ShowcaseConformanceTests : TargetConformance
{
    private readonly Pages _pages = new();

    protected override ITarget Target =>
        new ServiceCollection().AddSingleton<IPublicPages>(_pages).AddShowcase().BuildServiceProvider().GetServices<ITarget>().Single();

    protected override int Arrived => _pages.ByOwner.Count;

    /// <summary>The server's pages, in memory.</summary>
    private sealed class Pages : IPublicPages
    {
        public Dictionary<(Guid, string), string> ByOwner { get; } = [];

        public Task<Receipt> PublishAsync(Shipment shipment, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var token = ByOwner[(shipment.UserId, shipment.Key)] = $"{shipment.UserId:N}{shipment.Key}";
            return Task.FromResult(new Receipt(token, $"/s/{token}"));
        }
    }
}
