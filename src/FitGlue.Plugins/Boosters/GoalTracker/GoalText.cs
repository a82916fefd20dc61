using System.Globalization;

namespace FitGlue.Plugins.Boosters.GoalTracker;

/// <summary>The section of the description.</summary>
internal static class GoalText
{
    private const int Cells = 10;

    public static string Of(GoalProgress progress, GoalTrackerSettings settings)
    {
        var unit = UnitOf(settings.Metric);
        var about = progress.Estimated > 0 ? "≈" : "";
        List<string> lines =
        [
            $"🎯 {progress.Period.Name} Goal Progress:",
            $"• [{Bar(progress.Share)}] {progress.Share}% {about}{Text(progress.Sum)}/{Goal(progress.Target)} {unit}",
            $"• ➕ This activity: +{Text(progress.Added)} {unit}",
        ];
        if (progress.Estimated > 0)
        {
            lines.Add($"• {Text(progress.Estimated)} {unit} of it are estimated, not measured");
        }

        lines.Add(ToGo(progress, unit, Text));
        if (settings.ShowPace && progress.DaysLeft > 0)
        {
            lines.Add($"• 📈 At this pace: {about}{Text(progress.Projected)} {unit}");
        }

        return string.Join('\n', lines);

        string Text(double amount) => Number(amount, settings.Metric);
    }

    private static string ToGo(GoalProgress progress, string unit, Func<double, string> text) =>
        progress.IsReached ? "• 🏆 Goal complete!"
        : progress.DaysLeft == 0 ? $"• 💡 Need {text(progress.Missing)} {unit} more today to hit goal"
        : $"• 💡 Need {text(progress.Missing / progress.DaysLeft)} {unit}/day to hit goal";

    private static string Bar(int share)
    {
        var filled = Math.Min(Cells, share / Cells);
        return new string('█', filled) + new string('░', Cells - filled);
    }

    private static string UnitOf(GoalMetric metric) =>
        metric switch
        {
            GoalMetric.Distance => "km",
            GoalMetric.Duration => "h",
            GoalMetric.Calories => "kcal",
            GoalMetric.ZoneMinutes => "min",
            _ => "workouts",
        };

    private static string Number(double amount, GoalMetric metric) =>
        metric switch
        {
            GoalMetric.Calories or GoalMetric.ZoneMinutes => amount.ToString("0", CultureInfo.InvariantCulture),
            GoalMetric.Activities => amount.ToString("0.#", CultureInfo.InvariantCulture),
            _ => amount.ToString("0.0", CultureInfo.InvariantCulture),
        };

    private static string Goal(double target) => target.ToString("0.##", CultureInfo.InvariantCulture);
}
