using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FitGlue.Testing;

/// <summary>Asks a booster as a run does.</summary>
public static class Boosts
{
    public static IBooster Created(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider().GetServices<IBooster>().Single();
    }

    public static Boost Ask(this IBooster booster, BoosterInput input, string settings = "{}") =>
        booster.Apply(input, booster.Settings.Read(JsonNode.Parse(settings)!.AsObject()));

    public static Boost.Applied Applied(this IBooster booster, BoosterInput input, string settings = "{}") =>
        booster.Ask(input, settings).ShouldBeOfType<Boost.Applied>();

    public static Boost.Skipped Skipped(this IBooster booster, BoosterInput input, string settings = "{}") =>
        booster.Ask(input, settings).ShouldBeOfType<Boost.Skipped>();

    public static double Number(this JsonObject metadata, string name) =>
        double.Parse(metadata[name]!.ToJsonString(), CultureInfo.InvariantCulture);

    public static string Text(this JsonObject metadata, string name) => metadata[name]!.GetValue<string>();

    /// <summary>An activity that begins so many days earlier, or later.</summary>
    public static Activity Shifted(this Activity activity, TimeSpan by) =>
        activity with
        {
            ExternalId = $"{activity.ExternalId}{by}",
            StartTime = activity.StartTime + by,
            EndTime = activity.EndTime + by,
            HeartRate = HeartRate.Of(
                activity.HeartRate.Samples.Select(s => s with { Time = s.Time + by }),
                activity.StartTime + by,
                activity.EndTime + by
            ),
        };
}
