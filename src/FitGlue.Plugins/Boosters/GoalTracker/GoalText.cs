using System.Globalization;

namespace FitGlue.Plugins.Boosters.GoalTracker;

/// <summary>The section of the description.</summary>
internal static class GoalText
{
    private const int Cells = 10;
    private const decimal MostPercent = 1_000_000;

    public static string Of(GoalProgress progress, GoalTrackerSettings settings)
    {
        var unit = UnitOf(settings.Metric);
        var about = progress.Estimated > 0 ? "≈" : "";
        var sum = SumOf(progress, settings.Metric);
        var share = ShareOf(sum, progress);
        List<string> lines =
        [
            $"🎯 {progress.Period.Name} Goal Progress:",
            $"• [{Bar(share)}] {share}% {about}{Text(sum)}/{Goal(progress.Target)} {unit}",
            $"• ➕ This activity: +{Text((decimal)progress.Added)} {unit}",
        ];
        if (progress.Estimated > 0)
        {
            lines.Add($"• {Text((decimal)progress.Estimated)} {unit} of it are estimated, not measured");
        }

        lines.Add(ToGo(progress, unit, amount => Text(Up(amount, settings.Metric))));
        if (settings.ShowPace && progress.DaysLeft > 0)
        {
            lines.Add($"• 📈 At this pace: {about}{Text((decimal)progress.Projected)} {unit}");
        }

        return string.Join('\n', lines);

        string Text(decimal amount) => Number(amount, settings.Metric);
    }

    /// <summary>As it is printed: what is not reached is not rounded up to the goal.</summary>
    private static decimal SumOf(GoalProgress progress, GoalMetric metric)
    {
        var (sum, digits) = ((decimal)progress.Sum, DigitsOf(metric));
        var nearest = decimal.Round(sum, digits, MidpointRounding.AwayFromZero);
        return !progress.IsReached && nearest >= (decimal)progress.Target ? decimal.Round(sum, digits, MidpointRounding.ToZero) : nearest;
    }

    /// <summary>Whole percent of the figure beside it, downwards: 100 is kept for what is reached.</summary>
    private static int ShareOf(decimal sum, GoalProgress progress)
    {
        var percent = (int)Math.Min(decimal.Floor(100 * sum / (decimal)progress.Target), MostPercent);
        return progress.IsReached ? Math.Max(percent, 100) : percent;
    }

    /// <summary>Whoever does what is said to be needed reaches the goal.</summary>
    private static decimal Up(double amount, GoalMetric metric) =>
        decimal.Round((decimal)amount, DigitsOf(metric), MidpointRounding.ToPositiveInfinity);

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

    private static int DigitsOf(GoalMetric metric) => metric is GoalMetric.Calories or GoalMetric.ZoneMinutes ? 0 : 1;

    private static string Number(decimal amount, GoalMetric metric) =>
        metric switch
        {
            GoalMetric.Calories or GoalMetric.ZoneMinutes => amount.ToString("0", CultureInfo.InvariantCulture),
            GoalMetric.Activities => amount.ToString("0.#", CultureInfo.InvariantCulture),
            _ => amount.ToString("0.0", CultureInfo.InvariantCulture),
        };

    private static string Goal(double target) => target.ToString("0.##", CultureInfo.InvariantCulture);
}
