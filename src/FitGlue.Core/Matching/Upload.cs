namespace FitGlue.Core.Matching;

/// <summary>A workout that we sent somewhere, which may come back from there as somebody else's.</summary>
/// <param name="Workout">As it was sent.</param>
/// <param name="Target">Where to.</param>
/// <param name="SentAt">Before the answer was known: whether it arrived does not matter here.</param>
public sealed record Upload(Candidate Workout, string Target, DateTimeOffset SentAt)
{
    private const double EchoOverlap = 0.8;

    /// <summary>True where a record that came after the upload covers the same time, whatever its sport: it is ours, come back.</summary>
    /// <param name="receivedAt">When the record was first heard of.</param>
    public bool IsEchoedBy(Candidate incoming, DateTimeOffset receivedAt) =>
        receivedAt >= SentAt && incoming.Id != Workout.Id && Match.Of(incoming, Workout).Overlap >= EchoOverlap;
}
