using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FitGlue.Core.Activities;

namespace FitGlue.Core.Training;

/// <summary>The load of one workout (TRIMP). One series holds loads of one kind alone.</summary>
/// <param name="Covered">Of the part whose heart rate is known.</param>
/// <param name="Coverage">Share of the workout that this part is, 0…1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TrainingImpulse(double Covered, double Coverage)
{
    /// <summary>Scaled up to the whole workout; null where too little of it is covered to do so.</summary>
    public double? Whole => Coverage >= HeartRate.CoverageGate ? Covered / Coverage : null;

    /// <summary>Banister's impulse, integrated exactly over the bridged heart rate: the impulse of an average is too low.</summary>
    public static TrainingImpulse Of(HeartRateIntegral heartRate, HeartRateReserve reserve, ImpulseWeight weight) =>
        new(
            heartRate.Weighed(
                (Reserve: reserve, Weight: weight),
                static (segment, of) =>
                    segment.Duration.TotalSeconds
                    / 60
                    * of.Weight.Mean(of.Reserve.FractionOf(segment.StartBpm), of.Reserve.FractionOf(segment.EndBpm))
            ),
            heartRate.Coverage
        );

    /// <summary>Edwards 1993: minutes in the five zones of the maximum, times 1 to 5.</summary>
    public static TrainingImpulse Edwards(HeartRateIntegral heartRate, MaxHeartRate max) =>
        new(OfZones(Zones.OfMax(max.Bpm).TimesOf(heartRate)), heartRate.Coverage);

    /// <summary>Minutes in each zone times its number: Edwards with five zones, Lucia 2003 with the three between two measured thresholds.</summary>
    /// <param name="times">First the time below the first zone, which counts nothing.</param>
    public static double OfZones(ImmutableArray<TimeSpan> times) => times.Select((time, zone) => time.TotalMinutes * zone).Sum();
}
