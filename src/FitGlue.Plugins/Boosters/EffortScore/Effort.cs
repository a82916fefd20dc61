using FitGlue.Core.Activities;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Boosters.EffortScore;

/// <summary>What may differ from the usual, and by how much.</summary>
/// <param name="Ratio">Against the median of the workouts compared with.</param>
internal sealed record Difference(string Id, string Name, double Ratio);

/// <summary>The rank of a workout's load among those of the same kind of sport in the six weeks before it.</summary>
/// <param name="Score">0–100: the share of them that were lighter; of equal ones half.</param>
/// <param name="Differences">The largest first.</param>
internal sealed record Effort(double Score, int Compared, IReadOnlyList<Difference> Differences)
{
    public const int HistoryDays = 42;
    public const int FewestCompared = 5;

    /// <summary>Those of the history that may be compared with: the same family of sports, with heart rate.</summary>
    public static IReadOnlyList<Activity> Comparable(Activity activity, IEnumerable<Activity> history) =>
        [
            .. history.Where(earlier =>
                SportFamily.Of(earlier.Type) == SportFamily.Of(activity.Type)
                && earlier.LocalDate > activity.LocalDate.AddDays(-HistoryDays)
                && earlier.LocalDate <= activity.LocalDate
                && HeartRateGate.ShortageOf(earlier.HeartRate) is HeartRateShortage.None
            ),
        ];

    public static Effort Of(Activity activity, IReadOnlyList<Activity> compared, HeartRateProfile profile)
    {
        var load = LoadOf(activity, profile);
        double[] loads = [.. compared.Select(earlier => LoadOf(earlier, profile))];
        var equal = loads.Count(other => IsEqual(other, load));
        var lighter = loads.Count(other => other < load && !IsEqual(other, load)) + (0.5 * equal);
        Difference[] differences =
        [
            Against("load", "💪 Load", load, loads),
            Against("heartRate", "❤️ HR", Bpm(activity), [.. compared.Select(Bpm)]),
            Against("duration", "⏱️ Duration", Minutes(activity), [.. compared.Select(Minutes)]),
        ];
        return new(
            100 * lighter / loads.Length,
            loads.Length,
            [.. differences.OrderByDescending(difference => Math.Abs(Math.Log(difference.Ratio)))]
        );
    }

    private static Difference Against(string id, string name, double value, double[] others) =>
        new(id, name, value > 0 && Statistics.Median(others) is > 0 and var usual ? value / usual : 1);

    // The same workout sampled more closely sums up the same load with other roundings.
    private static bool IsEqual(double one, double other) => Math.Abs(one - other) <= 1e-9 * Math.Max(one, other);

    private static double LoadOf(Activity activity, HeartRateProfile profile) => Session.Of(activity, profile).Trimp ?? 0;

    private static double Bpm(Activity activity) => activity.HeartRate.AverageBpm ?? 0;

    private static double Minutes(Activity activity) => activity.Running.TotalMinutes;
}
