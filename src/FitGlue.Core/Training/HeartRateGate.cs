using FitGlue.Core.Activities;

namespace FitGlue.Core.Training;

/// <summary>Why a workout's heart rate is too little to stand for its load.</summary>
public enum HeartRateShortage
{
    None,
    Coverage,
    Time,
    Samples,
}

/// <summary>What heart rate a load needs: below it a workout is unknown, which is not zero.</summary>
public static class HeartRateGate
{
    public static readonly TimeSpan LeastCovered = TimeSpan.FromMinutes(5);

    public static HeartRateShortage ShortageOf(HeartRate heartRate) =>
        !heartRate.IsRepresentative ? HeartRateShortage.Coverage
        : heartRate.Covered < LeastCovered ? HeartRateShortage.Time
        : heartRate.Counted < FewestSamples(heartRate) ? HeartRateShortage.Samples
        : HeartRateShortage.None;

    public static int FewestSamples(HeartRate heartRate) => heartRate.Grade is HeartRateGrade.Sparse ? 4 : 3;
}
