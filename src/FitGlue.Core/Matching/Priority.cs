namespace FitGlue.Core.Matching;

/// <summary>Which of several records of one workout stands for it: the one that says most, then the person's order of sources.</summary>
public sealed class Priority(IReadOnlyList<string> sources) : IComparer<Candidate>
{
    /// <summary>Of sources that are trusted alike.</summary>
    public static Priority Default { get; } = new([]);

    public int Compare(Candidate? x, Candidate? y)
    {
        if (x is null || y is null)
        {
            return Comparer<bool>.Default.Compare(x is null, y is null);
        }

        return (WorthOf(x), RankOf(x), x.Start).CompareTo((WorthOf(y), RankOf(y), y.Start)) is not 0 and var order
            ? order
            : string.CompareOrdinal(x.Id, y.Id);
    }

    /// <summary>Lower is better: positions and heart rate, positions, heart rate, neither.</summary>
    private static int WorthOf(Candidate candidate) =>
        candidate switch
        {
            { HasPositions: true, HasHeartRate: true } => 0,
            { HasPositions: true } => 1,
            { HasHeartRate: true } => 2,
            _ => 3,
        };

    private int RankOf(Candidate candidate) => sources.TakeWhile(source => source != candidate.Source).Count();
}
