namespace FitGlue.Core.Activities;

/// <summary>What a source may know of a workout, beside what every workout has.</summary>
[Flags]
public enum ActivityData
{
    None = 0,
    HeartRate = 1,
    Calories = 2,
    EstimatedDistance = 4,
    MeasuredDistance = 8,

    /// <summary>The source's word for how hard it was.</summary>
    Intensity = 16,

    /// <summary>How the source came to know of it.</summary>
    Detection = 32,
    Description = 64,

    /// <summary>Where it was, recorded by a device.</summary>
    Positions = 128,
    All = HeartRate | Calories | EstimatedDistance | MeasuredDistance | Intensity | Detection | Description | Positions,
}
