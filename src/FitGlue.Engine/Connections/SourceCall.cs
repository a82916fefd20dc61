namespace FitGlue.Engine.Connections;

/// <summary>What a call to a source is for: a permission may be missing for one and not for another.</summary>
public enum SourceCall
{
    Workouts,
    HeartRate,
    Days,

    /// <summary>Whose body it is.</summary>
    Athlete,
    Sessions,
}
