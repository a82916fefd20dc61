namespace FitGlue.Core.Activities;

/// <summary>A canonical kind of workout or of session. <see cref="Sports"/> is the table of all of them.</summary>
/// <param name="Key">Stable lower-case key without separators, such as <c>strengthtraining</c>.</param>
/// <param name="Name">What a person reads, such as <c>Strength training</c>.</param>
public sealed record Sport(string Key, string Name)
{
    public static Sport Other { get; } = new("other", "Workout");

    /// <summary>False of sessions, a meditation say: they count in no history.</summary>
    public bool IsWorkout => !Sports.IsSession(this);

    public override string ToString() => Key;
}
