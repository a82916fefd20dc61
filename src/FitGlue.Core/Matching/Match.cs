namespace FitGlue.Core.Matching;

public enum Verdict
{
    /// <summary>Two workouts.</summary>
    Distinct,

    /// <summary>A person has to say.</summary>
    Possible,

    /// <summary>They would be one if a clock were in another time zone; a person has to say.</summary>
    PossibleTimeZone,

    /// <summary>The shorter one lies within the longer.</summary>
    PartOf,

    /// <summary>One workout, recorded twice.</summary>
    Duplicate,
}

/// <summary>What two records have to do with each other, and why that is thought. The same whichever comes first.</summary>
public sealed record Match
{
    private const double DuplicateContainment = 0.8;
    private const double DuplicateOverlap = 0.5;
    private const double PossibleContainment = 0.5;
    private const double PossibleOverlap = 0.35;
    private const double LikeOverlap = 0.8;
    private const double LargestDistanceDifference = 0.30;
    private const double LargestDurationDifference = 0.02;
    private const int LargestShiftHours = 14;

    private static readonly TimeSpan ShiftTolerance = TimeSpan.FromSeconds(60);

    private Match(Candidate first, Candidate second) => (First, Second) = (first, second);

    /// <summary>The one with the lower id.</summary>
    public Candidate First { get; }

    public Candidate Second { get; }

    public Verdict Verdict { get; private init; }

    /// <summary>How long both ran at once.</summary>
    public TimeSpan Shared { get; private init; }

    /// <summary>Share of the shorter one that lies within the other, 0…1.</summary>
    public double Containment { get; private init; }

    /// <summary>Time in both over time in either, 0…1.</summary>
    public double Overlap { get; private init; }

    public bool AreCompatible { get; private init; }

    public TimeSpan StartDifference => (First.Start - Second.Start).Duration();

    /// <summary>Whole hours by which the clocks seem to differ; null: no such shift.</summary>
    public int? ShiftHours { get; private init; }

    /// <summary>Share of the longer distance by which they differ; null where one is not known.</summary>
    public double? DistanceDifference { get; private init; }

    /// <summary>The shorter one: where the verdict is <see cref="Verdict.PartOf"/>, the part.</summary>
    public Candidate Shorter => First.Duration <= Second.Duration ? First : Second;

    /// <summary>What a person said of them, which counts above what is measured; null: nothing.</summary>
    public Ruling? Ruling { get; private init; }

    public Candidate Longer => First.Duration <= Second.Duration ? Second : First;

    public bool Involves(string id) => First.Id == id || Second.Id == id;

    public Candidate Other(string id) => First.Id == id ? Second : First;

    public static Match Of(Candidate one, Candidate other)
    {
        var (first, second) = string.CompareOrdinal(one.Id, other.Id) <= 0 ? (one, other) : (other, one);
        var shared = Max(Min(first.End, second.End) - Max(first.Start, second.Start), TimeSpan.Zero);
        var either = first.Duration + second.Duration - shared;
        var shorter = first.Duration <= second.Duration ? first.Duration : second.Duration;
        var match = new Match(first, second)
        {
            Shared = shared,
            Containment = shorter > TimeSpan.Zero ? shared / shorter : 0,
            Overlap = either > TimeSpan.Zero ? shared / either : 0,
            AreCompatible = Activities.SportFamily.AreCompatible(first.Type, second.Type),
            DistanceDifference = DistanceDifferenceOf(first.DistanceMeters, second.DistanceMeters),
            ShiftHours = ShiftOf(first, second),
        };
        return match with { Verdict = match.Judged() };
    }

    /// <summary>What one record has to do with others, the closest first.</summary>
    /// <param name="id">Of the one record.</param>
    public static IEnumerable<T> ClosestFirst<T>(IEnumerable<T> items, Func<T, Match> matchOf, string id) =>
        items
            .OrderByDescending(item => matchOf(item).Verdict)
            .ThenByDescending(item => matchOf(item).Overlap)
            .ThenBy(item => matchOf(item).StartDifference)
            .ThenBy(item => matchOf(item).Other(id).Id, StringComparer.Ordinal);

    /// <summary>The same pair as a person judged it.</summary>
    public Match Ruled(Ruling ruling) =>
        this with
        {
            Ruling = ruling,
            Verdict = ruling is Matching.Ruling.Same ? Verdict.Duplicate : Verdict.Distinct,
        };

    private Verdict Judged() =>
        AreCompatible && Containment >= DuplicateContainment && Overlap >= DuplicateOverlap
            ? DistanceDifference > LargestDistanceDifference
                ? Verdict.Possible
                : Verdict.Duplicate
            : AreCompatible && Containment >= DuplicateContainment
                ? Verdict.PartOf
                : AreCompatible && (Containment >= PossibleContainment || Overlap >= PossibleOverlap)
                    ? Verdict.Possible
                    : !AreCompatible && Overlap >= LikeOverlap
                        ? Verdict.Possible
                        : AreCompatible && ShiftHours is not null
                            ? Verdict.PossibleTimeZone
                            : Verdict.Distinct;

    // One source has one clock: two workouts of equal length to the minute at two whole hours are a habit there.
    private static int? ShiftOf(Candidate first, Candidate second)
    {
        var difference = second.Start - first.Start;
        var hours = (int)Math.Round(difference.TotalHours);
        var longer = first.Duration >= second.Duration ? first.Duration : second.Duration;
        return
            hours != 0
            && first.Source != second.Source
            && Math.Abs(hours) <= LargestShiftHours
            && (difference - TimeSpan.FromHours(hours)).Duration() <= ShiftTolerance
            && (first.Duration - second.Duration).Duration() <= LargestDurationDifference * longer
            ? Math.Abs(hours)
            : null;
    }

    private static double? DistanceDifferenceOf(double? one, double? other) =>
        one > 0 && other > 0 ? Math.Abs(one.Value - other.Value) / Math.Max(one.Value, other.Value) : null;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
