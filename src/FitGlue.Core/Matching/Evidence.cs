using FitGlue.Core.Training;

namespace FitGlue.Core.Matching;

/// <summary>One thing that speaks for or against, for a program and for a person.</summary>
/// <param name="Kind">Stable word for programs.</param>
/// <param name="Value">The number behind the sentence.</param>
public sealed record Evidence(string Kind, double Value, string Sentence)
{
    /// <summary>All that the verdict rests on, what weighs most first.</summary>
    public static IReadOnlyList<Evidence> Of(Match match) =>
        [.. OverlapOf(match), StartOf(match), SportOf(match), .. ShiftOf(match), .. DistanceOf(match)];

    /// <summary>The verdict in one sentence.</summary>
    public static string Summary(Match match) =>
        match.Verdict switch
        {
            Verdict.Duplicate => "Both are of the same workout.",
            Verdict.PartOf => "The shorter one is a part of the longer one.",
            Verdict.Possible => "They may be of the same workout.",
            Verdict.PossibleTimeZone => "They may be of the same workout, with a clock in another time zone.",
            _ => "They are two workouts.",
        };

    private static IEnumerable<Evidence> OverlapOf(Match match) =>
        match.Shared > TimeSpan.Zero
            ?
            [
                new(
                    "containment",
                    match.Containment,
                    $"Both ran at once for {Length(match.Shared)}, which is {Percent(match.Containment)} of the shorter one."
                ),
                new(
                    "overlap",
                    match.Overlap,
                    $"That is {Percent(match.Overlap)} of the time from the first start to the last end of the two."
                ),
            ]
            : [new("overlap", 0, "They do not overlap.")];

    private static Evidence StartOf(Match match) =>
        new(
            "startDifference",
            match.StartDifference.TotalSeconds,
            match.StartDifference == TimeSpan.Zero ? "They start together." : $"They start {Length(match.StartDifference)} apart."
        );

    private static Evidence SportOf(Match match) =>
        new(
            "compatible",
            match.AreCompatible ? 1 : 0,
            match.First.Type == match.Second.Type ? $"Both are {match.First.Type.Name}."
                : match.AreCompatible ? $"{match.First.Type.Name} and {match.Second.Type.Name} may be two names of one workout."
                : $"{match.First.Type.Name} and {match.Second.Type.Name} are different kinds of workout."
        );

    private static IEnumerable<Evidence> ShiftOf(Match match) =>
        match is { Verdict: Verdict.PossibleTimeZone, ShiftHours: { } hours }
            ? [new("shiftHours", hours, $"They start {hours} h apart to the minute and last equally long.")]
            : [];

    private static IEnumerable<Evidence> DistanceOf(Match match) =>
        match.DistanceDifference is { } difference
            ? [new("distanceDifference", difference, $"Their distances differ by {Percent(difference)}.")]
            : [];

    private static string Percent(double share) => $"{Statistics.Rounded(100 * share)} %";

    private static string Length(TimeSpan time) =>
        time.TotalSeconds < 60 ? $"{Statistics.Rounded(time.TotalSeconds)} s"
        : time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";
}
