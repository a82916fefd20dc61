using FitGlue.Engine.Connections;

namespace FitGlue.Engine.Answers;

/// <summary>What is known about the heart rate of the workouts of the last 30 days.</summary>
public sealed record HeartRateMonthEvidence
{
    public required Standing Standing { get; init; }
    public bool? HeartRateGranted { get; init; }

    /// <summary>How many workouts got which verdict of <see cref="HeartRateSparse"/>.</summary>
    public required IReadOnlyDictionary<string, int> Verdicts { get; init; }
    public double? MedianCoverage { get; init; }
    public TimeSpan? MedianGap { get; init; }
    public DateTimeOffset? NewestNotArrivedEndedAt { get; init; }

    public int Workouts => Verdicts.Values.Sum();

    internal int Count(string verdict) => Verdicts.GetValueOrDefault(verdict);
}

/// <summary>Heart rate is sparse, over 30 days: what holds for most of the workouts is the answer.</summary>
public static class HeartRateMonth
{
    public static Answer Of(HeartRateMonthEvidence evidence, DateTimeOffset now) =>
        (evidence.Standing.Blocked(Questions.HeartRateSparse) ?? Judged(evidence, now)) with
        {
            Numbers =
            [
                Number.Of("Workouts, 30 days", evidence.Workouts),
                Number.Of("Dense", evidence.Count(HeartRateSparse.Dense)),
                Number.Of("Background only", evidence.Count(HeartRateSparse.BackgroundOnly)),
                Number.Of("Gap in the middle", evidence.Count(HeartRateSparse.Gap)),
                Number.Of("Not arrived yet", evidence.Count(HeartRateSparse.NotArrived)),
                Number.Of("Nothing measured", evidence.Count(HeartRateSparse.Nothing)),
                Number.Share("Median share of time covered", evidence.MedianCoverage),
                Number.Of("Median gap between samples", evidence.MedianGap),
                Number.Of("Newest reading at the source", evidence.Standing.LastDataAt),
            ],
        };

    private static Answer Judged(HeartRateMonthEvidence evidence, DateTimeOffset now)
    {
        var standing = evidence.Standing;
        return evidence switch
        {
            _ when evidence.HeartRateGranted is false || standing.Lacks(SourceCall.HeartRate) => HeartRateSparse.NotGranted(standing),
            { Workouts: 0 } => HeartRateSparse.Say(
                "no-workouts",
                Severity.Note,
                Move.Nobody,
                "There is no workout of the last 30 days, so there is no heart rate to judge."
            ),
            _ when evidence.Count(HeartRateSparse.NotArrived) > 0 && IsBehind(evidence, now) => HeartRateSparse.Say(
                HeartRateSparse.NotArrived,
                Severity.Note,
                Move.You,
                $"The heart rate of {Words.Count(evidence.Count(HeartRateSparse.NotArrived), "workout")} has not arrived yet."
            ) with
            {
                NextStep = $"Open the {standing.App} app near the {standing.Device}; the rest follows by itself.",
                Done = ["It is asked for again and again for a day."],
            },
            _ when Most(evidence, HeartRateSparse.Nothing) => HeartRateSparse.Say(
                HeartRateSparse.Nothing,
                Severity.Warning,
                Move.You,
                $"{standing.Source} has no heart rate of {Of(evidence, HeartRateSparse.Nothing)}."
            ) with
            {
                NextStep = Record(standing),
            },
            _ when Most(evidence, HeartRateSparse.BackgroundOnly) => HeartRateSparse.Say(
                HeartRateSparse.BackgroundOnly,
                Severity.Note,
                Move.You,
                $"{Of(evidence, HeartRateSparse.BackgroundOnly)} have background heart rate only, about one sample every 5 minutes."
            ) with
            {
                NextStep = Record(standing),
                Done = ["Nothing was filled in; boosters that need more skip such a workout and say so."],
            },
            _ when Most(evidence, HeartRateSparse.Gap) => HeartRateSparse.Say(
                HeartRateSparse.Gap,
                Severity.Note,
                Move.You,
                $"{Of(evidence, HeartRateSparse.Gap)} are recorded with a gap of more than 6 minutes."
            ) with
            {
                NextStep = $"Wear the {standing.Device} snug and clean; with more than 20 % battery it measures on.",
                Done = ["Nothing was filled in: gaps are drawn as gaps."],
            },
            _ => HeartRateSparse.Say(
                "all-well",
                Severity.Well,
                Move.Nobody,
                $"All is well: {Of(evidence, HeartRateSparse.Dense)} are recorded densely."
            ),
        };
    }

    // What waits for heart rate that the source has already is settled by itself within minutes.
    private static bool IsBehind(HeartRateMonthEvidence evidence, DateTimeOffset now) =>
        evidence.Standing.LastDataAt is not { } data
        || evidence.NewestNotArrivedEndedAt is not { } ended
        || data < ended
        || now - ended > TimeSpan.FromHours(1);

    private static bool Most(HeartRateMonthEvidence evidence, string verdict) => evidence.Count(verdict) * 2 >= evidence.Workouts;

    private static string Of(HeartRateMonthEvidence evidence, string verdict) =>
        $"{evidence.Count(verdict)} of {Words.Count(evidence.Workouts, "workout")}";

    private static string Record(Standing standing) =>
        $"Start “Record workout heart rate” in the {standing.App} app before you begin. Wear the {standing.Device} snug and clean, with more than 20 % battery.";
}
