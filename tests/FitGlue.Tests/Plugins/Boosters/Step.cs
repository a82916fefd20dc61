using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FitGlue.Tests.Plugins.Boosters;

/// <summary>A booster with settings, as a pipeline has it.</summary>
internal sealed record Step(IBooster Booster, JsonObject? Settings = null)
{
    /// <summary>The one that a registration adds.</summary>
    public static IBooster Created(Func<IServiceCollection, IServiceCollection> add) =>
        add(new ServiceCollection()).BuildServiceProvider().GetServices<IBooster>().Single();

    public Step With(string settings) => this with { Settings = JsonNode.Parse(settings)!.AsObject() };

    public Step With(JsonObject settings) => this with { Settings = settings };

    public BoosterNeeds Needs() => Booster.Needs(Booster.Settings.Read(Settings));

    public Boost Run(BoosterInput input) => Booster.Apply(input, Booster.Settings.Read(Settings));

    public Boost Apply(Activity activity, params IReadOnlyList<Activity> history) => Run(new(activity, null) { History = history });

    public Boost.Applied Applied(Activity activity, params IReadOnlyList<Activity> history) =>
        Apply(activity, history).ShouldBeOfType<Boost.Applied>();

    public string SectionOf(Activity activity, params IReadOnlyList<Activity> history) => Applied(activity, history).Section!;

    public string SkippedBy(Activity activity, params IReadOnlyList<Activity> history) =>
        Apply(activity, history).ShouldBeOfType<Boost.Skipped>().Reason;

    public string HaltedBy(Activity activity) => Apply(activity).ShouldBeOfType<Boost.Halted>().Reason;

    /// <summary>Why the settings cannot be saved.</summary>
    public string Refused() => Should.Throw<ValidationException>(() => Booster.Settings.Read(Settings)).Message;
}

/// <summary>Workouts of days.</summary>
internal static class Days
{
    public static readonly DateOnly Monday = new(2026, 3, 2);

    /// <summary>At seven in the evening of the place.</summary>
    public static Activity On(
        DateOnly day,
        string sport = "running",
        double minutes = 30,
        double? meters = null,
        bool estimated = false,
        double? calories = null,
        double hour = 19
    )
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(2)).AddHours(hour);
        return Workouts.Of(0) with
        {
            ExternalId = $"{day:O}-{hour}",
            Type = Sports.Find(sport)!,
            StartTime = start,
            EndTime = start.AddMinutes(minutes),
            DistanceMeters = meters,
            DistanceEstimated = estimated,
            Calories = calories,
        };
    }

    public static Activity At(int day, string sport = "running") => On(Monday.AddDays(day), sport);
}
