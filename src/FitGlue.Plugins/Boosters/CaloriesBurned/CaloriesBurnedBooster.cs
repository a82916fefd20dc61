using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.CaloriesBurned;

/// <summary>Says how many calories, and where the number comes from. The activity keeps what the source said: an estimate is not put in its place.</summary>
internal sealed class CaloriesBurnedBooster : Booster<CaloriesBurnedSettings>
{
    public override BoosterInfo Info { get; } =
        new(
            "calories-burned",
            "Calories Burned",
            Tier.Hobbyist,
            "The source's own number of calories; where it has none, an estimate that says what it rests on."
        );

    protected override BoosterNeeds Needs(CaloriesBurnedSettings settings) => new() { ReadsAthlete = true };

    protected override Boost Apply(BoosterInput input, CaloriesBurnedSettings settings)
    {
        var (activity, athlete) = (input.Activity, input.Athlete);
        var energy = Energy.OfSource(activity);
        if (energy is null && settings.Estimate)
        {
            energy = Energy.OfHeartRate(activity, athlete) ?? Energy.OfKind(activity, athlete);
        }

        return energy is null
            ? new Boost.Skipped(WhyNot(athlete, settings))
            : new Boost.Applied(activity, SectionOf(energy, athlete), MetadataOf(energy));
    }

    private static string WhyNot(Athlete athlete, CaloriesBurnedSettings settings) =>
        !settings.Estimate ? "The source says nothing of calories, and estimates are switched off."
        : athlete.WeightKg is null
            ? "The source says nothing of calories, and an estimate needs your weight: fill it in on the page Athlete."
        : "The source says nothing of calories, and for this kind of workout there is no estimate without heart rate, birth year, sex and weight.";

    private static string SectionOf(Energy energy, Athlete athlete)
    {
        var number = energy.Kilocalories.ToString("0", CultureInfo.InvariantCulture);
        return energy.Method switch
        {
            "source" when energy.IsGross is null => $"🔥 Calories: {number} kcal (from the file)",
            "source" => $"🔥 Calories: {number} kcal (active, from the source)",
            "heartRate" => $"🔥 Calories: ≈{number} kcal (with resting, estimated from heart rate)",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"🔥 Calories: ≈{number} kcal (with resting, estimated as {energy.Met:0.0} MET × {athlete.WeightKg:0.#} kg)"
            ),
        };
    }

    private static JsonObject MetadataOf(Energy energy)
    {
        var metadata = new JsonObject
        {
            ["kilocalories"] = energy.Kilocalories,
            ["method"] = energy.Method,
            ["gross"] = energy.IsGross,
        };
        if (energy.Met is { } met)
        {
            metadata["met"] = met;
        }

        return metadata;
    }
}

public static class CaloriesBurnedRegistration
{
    public static IServiceCollection AddCaloriesBurned(this IServiceCollection services) =>
        services.AddSingleton<IBooster, CaloriesBurnedBooster>();
}
