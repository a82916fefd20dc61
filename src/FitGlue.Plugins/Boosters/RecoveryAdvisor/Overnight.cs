using FitGlue.Core.Days;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

/// <summary>What the night before the workout says, against the nights before it. It can lengthen a recovery, never shorten it.</summary>
internal sealed record Overnight
{
    /// <summary>How many days of records are wanted, the day of the workout included.</summary>
    public const int Days = Baseline + 1;

    public const int FewestNights = 14;
    public const int FewestLastNights = 3;

    private const int Baseline = 60;
    private const int LastNights = 7;
    private const double SmallestHrvSpread = 0.03;
    private const double SmallestRestingSpread = 1;
    private const int LowContributor = 60;
    private const int MostOfReadiness = -2;

    private static readonly TimeSpan ShortSleep = TimeSpan.FromHours(6);

    /// <summary>0 or less, one for each sign; null where there are too few nights to say.</summary>
    public int? Points { get; init; }

    public IReadOnlyList<string> Signs { get; init; } = [];

    /// <summary>The night's lowest heart rate against the usual, beats per minute.</summary>
    public double? RestingDelta { get; init; }

    public TimeSpan? Asleep { get; init; }

    public double? TemperatureDeviation { get; init; }

    /// <summary>For the reader alone: it holds the training load that is counted here already.</summary>
    public int? ReadinessScore { get; init; }

    /// <summary>Nights before the last with a heart-rate variability.</summary>
    public int KnownNights { get; init; }

    /// <summary>Nights of the last seven with a heart-rate variability, the one before the workout among them.</summary>
    public int KnownLastNights { get; init; }

    /// <summary>Whether the night before the workout was recorded.</summary>
    public bool IsRecorded { get; init; }

    /// <param name="day">The day of the workout: its night is the one that ended on it.</param>
    public static Overnight Of(IReadOnlyList<DayRecord> days, DateOnly day)
    {
        var readiness = days.OfType<DayRecord.Readiness>().LastOrDefault(record => record.Day == day);
        var last = Nights.Of(days, day, day).SingleOrDefault();
        var baseline = Nights.Of(days, day.AddDays(-Baseline), day.AddDays(-1));
        var week = Nights.Of(days, day.AddDays(1 - LastNights), day);
        var overnight = new Overnight
        {
            Asleep = last?.Asleep,
            TemperatureDeviation = readiness?.TemperatureDeviation,
            ReadinessScore = readiness?.Score,
            KnownNights = Logs(baseline).Length,
            KnownLastNights = Logs(week).Length,
            IsRecorded = last is not null,
        };
        return last is null || overnight.KnownNights < FewestNights || overnight.KnownLastNights < FewestLastNights
            ? overnight.OfReadiness(readiness)
            : overnight.OfNights(Logs(baseline), Logs(week), [.. Lowest(baseline)], last);
    }

    /// <summary>The raw values of the nights.</summary>
    internal Overnight OfNights(double[] baseline, double[] week, double[] lowest, DayRecord.Sleep last)
    {
        (string Sign, int Points)[] signs =
        [
            .. HrvSigns(baseline, week, last.Hrv),
            .. RestingSigns(lowest, last.LowestBpm),
            .. last.Asleep < ShortSleep ? [("S1", -1)] : Array.Empty<(string, int)>(),
            .. TemperatureSigns(TemperatureDeviation),
        ];
        return this with
        {
            Points = signs.Sum(sign => sign.Points),
            Signs = [.. signs.Select(sign => sign.Sign)],
            RestingDelta = lowest.Length >= FewestNights ? last.LowestBpm - lowest.Average() : null,
        };
    }

    /// <summary>Where there are no nights to compare: the contributors of readiness that tell of the body, none of those that tell of training.</summary>
    private Overnight OfReadiness(DayRecord.Readiness? readiness)
    {
        (string Sign, int? Value)[] contributors =
        [
            ("hrv_balance", readiness?.HrvBalance),
            ("resting_heart_rate", readiness?.RestingHeartRate),
            ("body_temperature", readiness?.BodyTemperature),
            ("recovery_index", readiness?.RecoveryIndex),
        ];
        string[] low = [.. contributors.Where(c => c.Value < LowContributor).Select(c => c.Sign)];
        return contributors.All(c => c.Value is null) ? this : this with { Points = Math.Max(-low.Length, MostOfReadiness), Signs = low };
    }

    /// <summary>Against the smallest change worth a word, half a standard deviation of the logarithm (Plews 2013); one night against a whole one (Kiviniemi 2007).</summary>
    private static IEnumerable<(string, int)> HrvSigns(double[] baseline, double[] week, double? lastHrv)
    {
        var (mean, spread) = (baseline.Average(), Math.Max(Statistics.StandardDeviation(baseline), SmallestHrvSpread));
        if (week.Average() < mean - (0.5 * spread))
        {
            yield return ("H7", -1);
        }

        if (lastHrv is { } hrv && Math.Log(hrv) < mean - spread)
        {
            yield return ("H1", -1);
        }
    }

    private static IEnumerable<(string, int)> RestingSigns(double[] lowest, int? last)
    {
        if (last is not { } bpm || lowest.Length < FewestNights)
        {
            return [];
        }

        var (mean, spread) = (lowest.Average(), Math.Max(Statistics.StandardDeviation(lowest), SmallestRestingSpread));
        return bpm >= mean + Math.Max(2 * spread, 6) ? [("R1x2", -2)]
            : bpm >= mean + Math.Max(spread, 3) ? [("R1", -1)]
            : [];
    }

    private static (string, int)[] TemperatureSigns(double? deviation) =>
        deviation >= 1.0 ? [("T1x2", -2)]
        : deviation >= 0.5 ? [("T1", -1)]
        : [];

    private static double[] Logs(IEnumerable<DayRecord.Sleep> nights) =>
        [.. nights.Select(night => night.Hrv).OfType<double>().Where(hrv => hrv > 0).Select(hrv => Math.Log(hrv))];

    private static IEnumerable<double> Lowest(IEnumerable<DayRecord.Sleep> nights) =>
        nights.Select(night => (double?)night.LowestBpm).OfType<double>();
}
