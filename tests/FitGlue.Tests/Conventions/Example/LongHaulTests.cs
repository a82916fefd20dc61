using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Conventions.Example;

public sealed class LongHaulTests
{
    private static readonly IBooster Booster = new ServiceCollection().AddLongHaul().BuildServiceProvider().GetRequiredService<IBooster>();

    [Fact]
    public void Adds_a_line_to_a_long_workout()
    {
        var applied = Applied(Workouts.Of(3 * 3600), null).ShouldBeOfType<Boost.Applied>();

        applied.Section.ShouldBe("🏔️ 180 minutes on the way");
        applied.Metadata["minutes"]!.GetValue<int>().ShouldBe(180);
    }

    [Fact]
    public void Leaves_a_short_one() =>
        Applied(Workouts.Strength, """{ "minutes": 60 }""").ShouldBeOfType<Boost.Skipped>().Reason.ShouldBe("Shorter than 60 minutes.");

    private static Boost Applied(Activity activity, string? settings) =>
        Booster.Apply(new(activity, null), Booster.Settings.Read(settings is null ? null : JsonNode.Parse(settings)!.AsObject()));
}
