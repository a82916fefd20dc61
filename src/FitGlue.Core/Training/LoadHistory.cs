using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace FitGlue.Core.Training;

/// <summary>Why the load of the last week cannot be compared with that of the last four.</summary>
public enum TrendShortage
{
    None,
    Days,
    Sessions,
    Unknown,
}

/// <summary>The load of some days.</summary>
/// <param name="UnknownDays">Those of them with a session whose load can be neither read nor estimated: the load is that of the others.</param>
/// <param name="IsEstimate">The load of a session in it is an estimate.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LoadSum(double Load, int UnknownDays, bool IsEstimate);

/// <summary>Load day by day, from the first workout that is known of to the day of the activity.</summary>
public sealed class LoadHistory
{
    /// <summary>How many days of history the averages want: of what is older a four-week average keeps less than a four-hundredth.</summary>
    public const int HistoryDays = 84;

    public const int FewestDays = 21;
    public const int FewestSessions = 6;
    public const double LargestUnknownShare = 0.25;

    private const int Week = 7;
    private const int FourWeeks = 28;
    private const int TypicalDays = 42;
    private const int FewestPrecedents = 3;

    private readonly ImmutableArray<LoadSum> _days;

    private LoadHistory(ImmutableArray<LoadSum> days) => (_days, Daily) = (days, [.. days.Select(day => day.Load)]);

    /// <summary>The load of each day; empty where there is no session.</summary>
    public ImmutableArray<double> Daily { get; }

    public int TrackedDays => Daily.Length;

    /// <summary>Sessions of the last 28 days whose load is known.</summary>
    public int KnownSessions { get; private init; }

    /// <summary>Days of the last 28 with a session.</summary>
    public int TrainingDays { get; private init; }

    /// <summary>Those of them whose load can be neither read nor estimated.</summary>
    public int UnknownDays => LastFourWeeks.UnknownDays;

    /// <summary>Average of a day, the last week weighing most.</summary>
    public double? Acute => ExponentialAverage(Daily, Week);

    /// <summary>Average of a day, the last four weeks weighing most.</summary>
    public double? Chronic => ExponentialAverage(Daily, FourWeeks);

    /// <summary>Sum of the last seven days.</summary>
    public LoadSum LastWeek => SumOf(Week);

    /// <summary>Sum of the last 28 days.</summary>
    public LoadSum LastFourWeeks => SumOf(FourWeeks);

    public TrendShortage Shortage =>
        TrackedDays < FewestDays ? TrendShortage.Days
        : KnownSessions < FewestSessions || Chronic is not > 0 ? TrendShortage.Sessions
        : UnknownDays > LargestUnknownShare * TrainingDays ? TrendShortage.Unknown
        : TrendShortage.None;

    /// <summary>The last week against the last four; null where there is too little history to say. A trend, no verdict on injury.</summary>
    public double? Ratio => Shortage is TrendShortage.None ? Acute / Chronic : null;

    /// <param name="sessions">In any order; those of later days are left out, and those of more than <see cref="HistoryDays"/> before.</param>
    public static LoadHistory Of(IEnumerable<Session> sessions, DateOnly day)
    {
        // Sums of fractions depend on their order in the last digit: sessions that began together have one of their own.
        Session[] known =
        [
            .. sessions
                .Where(s => s.Day <= day && day.DayNumber - s.Day.DayNumber <= HistoryDays)
                .OrderBy(s => s.Start)
                .ThenBy(s => s.Trimp)
                .ThenBy(s => s.Type.Key, StringComparer.Ordinal)
                .ThenBy(s => s.Duration),
        ];
        if (known.Length == 0)
        {
            return new([]);
        }

        var first = known.Min(s => s.Day).DayNumber;
        var days = new LoadSum[day.DayNumber - first + 1];
        foreach (var (session, load) in Loads(known))
        {
            var (sum, unknown, isEstimate) = days[session.Day.DayNumber - first];
            days[session.Day.DayNumber - first] = load is { } more
                ? new(sum + more, unknown, isEstimate || session.IsEstimate || session.Trimp is null)
                : new(sum, UnknownDays: 1, isEstimate);
        }

        Session[] recent = [.. known.Where(s => s.Day > day.AddDays(-FourWeeks))];
        HashSet<DateOnly> trained = [.. recent.Select(s => s.Day)];
        return new([.. days]) { KnownSessions = recent.Count(s => s.Trimp is not null), TrainingDays = trained.Count };
    }

    private LoadSum SumOf(int days) =>
        new(Daily.TakeLast(days).Sum(), _days.TakeLast(days).Sum(day => day.UnknownDays), _days.TakeLast(days).Any(day => day.IsEstimate));

    /// <summary>How many days in a row, up to the last, have at least this load.</summary>
    public int Streak(double load) => Daily.Reverse().TakeWhile(day => day >= load).Count();

    /// <summary>The usual load of a session in the six weeks up to the day; null with fewer than six that are known.</summary>
    public static double? TypicalOf(IEnumerable<Session> earlier, DateOnly day)
    {
        double[] loads = [.. earlier.Where(s => s.Day <= day && s.Day > day.AddDays(-TypicalDays)).Select(s => s.Trimp).OfType<double>()];
        return loads.Length >= FewestSessions ? Statistics.Median(loads) : null;
    }

    /// <summary>Exponential average that starts at the first value, with a weight of 2/(n + 1) for the newest (Williams 2017, BJSM 51:209).</summary>
    public static double? ExponentialAverage(ImmutableArray<double> daily, int days) =>
        daily.IsDefaultOrEmpty ? null : daily.Aggregate((average, load) => average + (2.0 / (days + 1) * (load - average)));

    /// <summary>Known, or estimated from what the same sport took a minute before.</summary>
    private static IEnumerable<(Session Session, double? Load)> Loads(IEnumerable<Session> byStart)
    {
        var perMinute = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var together in byStart.GroupBy(session => session.Start))
        {
            foreach (var session in together)
            {
                yield return (session, session.Trimp ?? EstimateOf(session, perMinute.GetValueOrDefault(session.Type.Key) ?? []));
            }

            foreach (var session in together.Where(session => session.Duration > TimeSpan.Zero))
            {
                if (session.Trimp / session.Duration.TotalMinutes is { } load)
                {
                    var sorted = perMinute.TryGetValue(session.Type.Key, out var known) ? known : perMinute[session.Type.Key] = [];
                    sorted.Insert(sorted.BinarySearch(load) is var at && at >= 0 ? at : ~at, load);
                }
            }
        }
    }

    private static double? EstimateOf(Session session, List<double> sorted) =>
        sorted.Count >= FewestPrecedents ? Statistics.MedianOfSorted(sorted) * session.Duration.TotalMinutes : null;
}
