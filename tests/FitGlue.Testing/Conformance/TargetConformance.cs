using FitGlue.Core.Activities;
using FitGlue.Core.Settings;
using FitGlue.Core.Targets;
using Shouldly;
using Xunit;

namespace FitGlue.Testing.Conformance;

/// <summary>What every target does. Inherit it in the target's test folder.</summary>
public abstract class TargetConformance : PluginConformance
{
    protected abstract ITarget Target { get; }

    /// <summary>How many activities lie at the place now.</summary>
    protected abstract int Arrived { get; }

    private protected sealed override object Plugin => Target;

    private protected sealed override (string, string, string) About => (Target.Info.Id, Target.Info.Name, Target.Info.Summary);

    private protected sealed override SettingsShape Shape => Target.Settings;

    [Theory]
    [MemberData(nameof(BoosterConformance.AllKinds), MemberType = typeof(BoosterConformance), DisableDiscoveryEnumeration = true)]
    public async Task Takes_any_workout(string kind, Activity activity)
    {
        (await DeliverAsync(Shipments.Of(activity))).ExternalId.ShouldNotBeNullOrWhiteSpace(kind);

        Arrived.ShouldBe(1);
    }

    [Fact]
    public async Task Delivering_again_after_a_lost_receipt_doubles_nothing()
    {
        var first = await DeliverAsync(Shipments.Of(Workouts.Strength));
        var again = await DeliverAsync(Shipments.Of(Workouts.Strength));

        again.ShouldBe(first);
        Arrived.ShouldBe(1);
    }

    [Fact]
    public async Task An_update_keeps_the_id()
    {
        var first = await DeliverAsync(Shipments.Of(Workouts.Strength));
        var edited = Workouts.Strength with { Title = "Edited", StartTime = Workouts.Start.AddMinutes(-1), Type = Sport.Other };
        var updated = await DeliverAsync(Shipments.Of(edited) with { Revision = 2, Earlier = first });

        updated.ShouldBe(first);
        Arrived.ShouldBe(1);
    }

    [Fact]
    public async Task Keeps_activities_and_users_apart()
    {
        var other = Workouts.Strength with { ExternalId = "another" };
        Shipment[] shipments =
        [
            Shipments.Of(Workouts.Strength),
            Shipments.Of(Workouts.Strength, user: 2),
            Shipments.Of(other),
            Shipments.Of(other, user: 2),
        ];
        var ids = new HashSet<string>();
        foreach (var shipment in shipments)
        {
            ids.Add((await DeliverAsync(shipment)).ExternalId);
        }

        ids.Count.ShouldBe(4);
        Arrived.ShouldBe(4);
    }

    [Fact]
    public async Task Stops_when_asked_to()
    {
        var stopped = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            Target.DeliverAsync(Shipments.Of(Workouts.Strength), Target.Settings.Read(null), stopped)
        );

        Arrived.ShouldBe(0);
    }

    private Task<Receipt> DeliverAsync(Shipment shipment) =>
        Target.DeliverAsync(shipment, Target.Settings.Read(null), TestContext.Current.CancellationToken);
}
