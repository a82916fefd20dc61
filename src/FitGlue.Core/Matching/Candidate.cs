using FitGlue.Core.Activities;

namespace FitGlue.Core.Matching;

/// <summary>A record of a workout that may be of the same workout as another.</summary>
/// <param name="Id">Tells it from all others of the person; of equal claims the lower one wins, so that the order of arrival does not matter.</param>
/// <param name="Source">Where it came from.</param>
public sealed record Candidate(string Id, string Source, DateTimeOffset Start, DateTimeOffset End, Sport Type)
{
    /// <summary>How far around a record others are looked for.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(1);

    public double? DistanceMeters { get; init; }

    public bool HasPositions { get; init; }

    public bool HasHeartRate { get; init; }

    public TimeSpan Duration => End - Start;
}
