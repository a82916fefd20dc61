using System.Runtime.InteropServices;

namespace FitGlue.Core.Training;

/// <summary>What lies between resting and maximum heart rate, beats per minute (Karvonen 1957).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HeartRateReserve(double RestingBpm, double MaxBpm)
{
    private const double SmallestBpm = 30;

    /// <summary>False where the two contradict each other, so that nothing can be read off them.</summary>
    public bool IsPlausible => RestingBpm is >= 30 and <= 100 && IsPlausibleMax(MaxBpm) && RestingBpm < MaxBpm - SmallestBpm;

    public static bool IsPlausibleMax(double bpm) => bpm is >= 120 and <= 230;

    /// <summary>The share of the reserve in use, 0…1.</summary>
    public double FractionOf(double bpm) => Math.Clamp((bpm - RestingBpm) / (MaxBpm - RestingBpm), 0, 1);

    /// <summary>The heart rate at a share of the reserve.</summary>
    public double BpmAt(double fraction) => RestingBpm + (fraction * (MaxBpm - RestingBpm));
}
