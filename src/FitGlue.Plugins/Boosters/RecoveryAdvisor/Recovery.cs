using FitGlue.Core.Activities;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

/// <summary>What is known beside the workout itself.</summary>
/// <param name="UsualTrimp">Null: too few sessions to say.</param>
/// <param name="Ratio">The last week against the last four; null: too little history.</param>
/// <param name="Streak">Days in a row with much load, that of the workout included.</param>
/// <param name="OvernightPoints">Null: no night to go by.</param>
internal sealed record RecoveryContext(double? UsualTrimp, double? Ratio, int Streak, int? OvernightPoints);

/// <summary>The estimate: how long until the next hard session, and how sure that is.</summary>
internal sealed record Recovery
{
    private const double DefaultTrimp = 60;
    private const int LongStreak = 3;
    private const double ShortestHours = 4;
    private const double LongestHours = 96;
    private const double GoodCoverage = 0.85;

    public required double Trimp { get; init; }
    public required Effort Effort { get; init; }
    public required double VolumeFactor { get; init; }
    public required double FitnessFactor { get; init; }
    public required double TrendFactor { get; init; }
    public required double StreakFactor { get; init; }
    public required double OvernightFactor { get; init; }
    public required double HoursMid { get; init; }

    /// <summary>What makes the estimate less sure, each one step.</summary>
    public required IReadOnlyList<string> Doubts { get; init; }

    public int HoursLow => Math.Max((int)ShortestHours, NearestEven(0.75 * HoursMid));

    public int HoursHigh => Math.Max(HoursLow + 2, Math.Min((int)LongestHours, NearestEven(1.25 * HoursMid)));

    public string Confidence =>
        Doubts.Count switch
        {
            0 => "high",
            1 => "medium",
            _ => "low",
        };

    public static Recovery Of(
        HeartRateIntegral heartRate,
        HeartRateProfile profile,
        RecoveryContext context,
        RecoveryAdvisorSettings settings
    )
    {
        var trimp = TrainingImpulse.Of(heartRate, profile.Reserve, profile.Weight).Whole ?? 0;
        var effort = Effort.Of(heartRate, profile.Reserve);
        var volume = Math.Clamp(Math.Pow(trimp / (context.UsualTrimp ?? DefaultTrimp), settings.LoadExponent), 0.6, 1.5);
        var (fitness, trend, streak, overnight) = (
            FitnessFactorOf(settings),
            TrendFactorOf(context.Ratio, settings),
            context.Streak >= LongStreak ? settings.StreakFactor : 1,
            OvernightFactorOf(context.OvernightPoints, settings)
        );
        return new()
        {
            Trimp = trimp,
            Effort = effort,
            VolumeFactor = volume,
            FitnessFactor = fitness,
            TrendFactor = trend,
            StreakFactor = streak,
            OvernightFactor = overnight,
            HoursMid = Math.Clamp(
                BaseHours(effort.Class, settings) * volume * fitness * trend * streak * overnight,
                ShortestHours,
                LongestHours
            ),
            Doubts = [.. DoubtsOf(heartRate, profile, context)],
        };
    }

    private static double BaseHours(EffortClass effort, RecoveryAdvisorSettings settings) =>
        effort switch
        {
            EffortClass.High => settings.HardHours,
            EffortClass.Threshold => settings.ThresholdHours,
            _ => settings.EasyHours,
        };

    private static double FitnessFactorOf(RecoveryAdvisorSettings settings) =>
        settings.FitnessLevel switch
        {
            FitnessLevel.Beginner => settings.BeginnerFactor,
            FitnessLevel.Advanced => settings.AdvancedFactor,
            _ => 1,
        };

    private static double TrendFactorOf(double? ratio, RecoveryAdvisorSettings settings) =>
        ratio >= LoadStatus.SharpIncreaseRatio ? settings.SharpIncreaseFactor
        : ratio >= LoadStatus.BuildingRatio ? settings.BuildingFactor
        : 1;

    private static double OvernightFactorOf(int? points, RecoveryAdvisorSettings settings) =>
        points switch
        {
            null or >= 0 => 1,
            -1 => settings.OneSignFactor,
            -2 => settings.TwoSignsFactor,
            _ => settings.MoreSignsFactor,
        };

    private static IEnumerable<string> DoubtsOf(HeartRateIntegral heartRate, HeartRateProfile profile, RecoveryContext context)
    {
        (bool Holds, string Doubt)[] doubts =
        [
            (profile.Max.IsEstimated, "est_max"),
            (profile.Resting.Origin is RestingHeartRateOrigin.Assumed, "rest_assumed"),
            (heartRate.Grade < HeartRateGrade.Moderate, "sparse"),
            (heartRate.Coverage < GoodCoverage, "low_coverage"),
            (context.OvernightPoints is null, "no_overnight"),
        ];
        return doubts.Where(doubt => doubt.Holds).Select(doubt => doubt.Doubt);
    }

    private static int NearestEven(double hours) => 2 * Statistics.Rounded(hours / 2);
}
