using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using FitGlue.Plugins.Histories;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.StreakTracker;

/// <summary>How many days in a row. It follows from the days alone: import, replay or delete in any order, it says the same.</summary>
internal sealed class StreakTrackerBooster : Booster<StreakTrackerSettings>
{
    private const int WorthTelling = 3;

    public override BoosterInfo Info { get; } =
        new("streak-tracker", "Streak Tracker", Tier.Hobbyist, "How many days in a row you have worked out, with rest days if you like.");

    protected override BoosterNeeds Needs(StreakTrackerSettings settings) => new() { HistoryDays = int.MaxValue };

    protected override Boost Apply(BoosterInput input, StreakTrackerSettings settings)
    {
        var sports = WordList.KindsOf(settings.Sports);
        if (!input.Activity.IsOneOf(sports))
        {
            return new Boost.Skipped($"{input.Activity.Type.Name} does not count for this streak.");
        }

        if (!IsLongEnough(input.Activity, settings))
        {
            return new Boost.Skipped($"Workouts count for this streak from {settings.MinimumMinutes} minutes on.");
        }

        var active = input.History.Where(activity => activity.IsOneOf(sports) && IsLongEnough(activity, settings));
        var streak = Streak.Of(active.Select(activity => activity.LocalDate), input.Activity.LocalDate, settings.RestDays);
        return new Boost.Applied(input.Activity, TextOf(streak, Past.NameOf(sports) ?? "workout"), MetadataOf(streak));
    }

    private static bool IsLongEnough(Activity activity, StreakTrackerSettings settings) =>
        activity.Elapsed >= TimeSpan.FromMinutes(settings.MinimumMinutes);

    private static string TextOf(Streak streak, string label)
    {
        var line = streak.Days == 1 ? $"Day 1 of a new {label} streak – starting fresh!" : $"{streak.Days}-day {label} streak!";
        return $"🔥 Streak Tracker:\n• {Emoji(streak.Days)} {line}{BestOf(streak)}";
    }

    private static string Emoji(int days) =>
        days switch
        {
            >= 30 => "🏆🔥",
            >= 14 => "💪🔥",
            >= 7 => "🔥🔥",
            _ => "🔥",
        };

    // The first streak of all has nothing to be better than.
    private static string BestOf(Streak streak) =>
        streak.BestBefore >= streak.Days && streak.BestBefore > 1 ? $"\n• Best: {Figures.Count(streak.BestBefore, "day")}"
        : streak.Days >= WorthTelling && streak.BestBefore > 0 ? "\n• 🏆 New personal best streak!"
        : "";

    private static JsonObject MetadataOf(Streak streak) =>
        new()
        {
            ["days"] = streak.Days,
            ["since"] = streak.FirstDay.ToString("O"),
            ["best"] = Math.Max(streak.Days, streak.BestBefore),
        };
}

public static class StreakTrackerRegistration
{
    public static IServiceCollection AddStreakTracker(this IServiceCollection services) =>
        services.AddSingleton<IBooster, StreakTrackerBooster>();
}
