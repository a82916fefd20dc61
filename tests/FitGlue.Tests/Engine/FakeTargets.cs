using FitGlue.Core.Targets;

namespace FitGlue.Tests.Engine;

/// <summary>A place that remembers what it got.</summary>
internal class FakeTarget : Target<NoSettings>
{
    public List<Shipment> Got { get; } = [];

    /// <summary>Runs while a delivery is under way, and may throw.</summary>
    public Func<Shipment, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether it replaces what it has.</summary>
    public bool CanUpdate { get; set; } = true;

    /// <summary>Whether it is updated when only history changed.</summary>
    public bool FollowsHistory { get; set; }

    public int? LongestDescription { get; set; }

    /// <summary>Whether anybody can look at what it publishes.</summary>
    public bool IsPublicPage { get; set; }

    /// <summary>Whether a service may read what is there and hand it on.</summary>
    public bool MayComeBack { get; set; }

    public override TargetInfo Info =>
        new("fake-target", "Fake", default, "A target of the tests.", CanUpdate, LongestDescription)
        {
            FollowsHistory = FollowsHistory,
            MayComeBack = MayComeBack,
            IsPublicPage = IsPublicPage,
        };

    protected override async Task<Receipt> DeliverAsync(Shipment shipment, NoSettings settings, CancellationToken cancellationToken)
    {
        await Before(shipment);
        Got.Add(shipment);
        return shipment.Earlier ?? new($"place-{Got.Count}", null);
    }
}

/// <summary>A place that can say what it has, and counts how often it was asked.</summary>
internal sealed class FakeSearchableTarget : FakeTarget, ISearchableTarget
{
    /// <summary>Keys of what it has already.</summary>
    public HashSet<string> Has { get; } = [];

    public int Asked { get; private set; }

    public Task<Receipt?> FindAsync(Shipment shipment, object settings, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(Has.Contains(shipment.Key) ? new Receipt($"there-{shipment.Key}", null) : null);
    }
}
