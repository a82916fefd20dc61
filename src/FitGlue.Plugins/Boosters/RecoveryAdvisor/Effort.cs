using FitGlue.Core.Activities;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

internal enum EffortClass
{
    Low,
    Threshold,
    High,
}

/// <summary>How hard a workout was, of which its recovery depends most (Stanley, Peake and Buchheit 2013).</summary>
/// <param name="AverageReserve">Share of the heart-rate reserve in use on average.</param>
/// <param name="At70">Time at 70 % of the reserve or more.</param>
internal sealed record Effort(EffortClass Class, double AverageBpm, double AverageReserve, TimeSpan At70, TimeSpan At85)
{
    private static readonly TimeSpan ShortestThreshold = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestHigh = TimeSpan.FromMinutes(5);
    private const double ThresholdAverage = 0.60;
    private const double HighAverage = 0.80;

    public static Effort Of(HeartRateIntegral heartRate, HeartRateReserve reserve)
    {
        var bpm = heartRate.AverageBpm ?? 0;
        var average = reserve.FractionOf(bpm);
        var at70 = Zones.TimeAbove(heartRate, reserve.BpmAt(0.70));
        var at85 = Zones.TimeAbove(heartRate, reserve.BpmAt(0.85));
        return new(ClassOf(heartRate.Grade, average, at70, at85), bpm, average, at70, at85);
    }

    // Minutes at a height cannot be told from samples that lie minutes apart.
    private static EffortClass ClassOf(HeartRateGrade grade, double average, TimeSpan at70, TimeSpan at85) =>
        grade < HeartRateGrade.Moderate
            ? average >= HighAverage
                ? EffortClass.High
                : average >= ThresholdAverage
                    ? EffortClass.Threshold
                    : EffortClass.Low
            : at85 >= ShortestHigh
                ? EffortClass.High
                : at70 >= ShortestThreshold || average >= ThresholdAverage
                    ? EffortClass.Threshold
                    : EffortClass.Low;
}
