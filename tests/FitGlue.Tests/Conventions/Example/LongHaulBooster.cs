using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Boosters;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Tests.Conventions.Example;

// The example of docs/add-a-plugin.md.

#region booster
public sealed record LongHaulSettings
{
    [Display(Name = "Minutes", Description = "A workout of at least this length gets the line.")]
    [Range(1, 1440)]
    public int Minutes { get; init; } = 120;
}

internal sealed class LongHaulBooster : Booster<LongHaulSettings>
{
    public override BoosterInfo Info { get; } = new("long-haul", "Long Haul", Tier.Hobbyist, "Adds a line to long workouts.");

    protected override Boost Apply(BoosterInput input, LongHaulSettings settings)
    {
        var minutes = (int)input.Activity.Elapsed.TotalMinutes;
        return minutes >= settings.Minutes
            ? new Boost.Applied(input.Activity, $"🏔️ {minutes} minutes on the way", new JsonObject { ["minutes"] = minutes })
            : new Boost.Skipped($"Shorter than {settings.Minutes} minutes.");
    }
}

public static class LongHaulRegistration
{
    public static IServiceCollection AddLongHaul(this IServiceCollection services) => services.AddSingleton<IBooster, LongHaulBooster>();
}
#endregion
