using FitGlue.Engine.Connections;

namespace FitGlue.Engine.Answers;

/// <summary>What is known about the heart rate of one workout.</summary>
public sealed record HeartRateEvidence
{
    public required Standing Standing { get; init; }

    /// <summary>Whether heart rate may be read; null: not known.</summary>
    public bool? HeartRateGranted { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Samples inside the workout, as they are used.</summary>
    public int Samples { get; init; }
    public Spacing? Spacing { get; init; }

    /// <summary>Share of the minutes covered.</summary>
    public double Coverage { get; init; }

    /// <summary>How many samples carry which of the source's words.</summary>
    public IReadOnlyDictionary<string, int> Contexts { get; init; } = new Dictionary<string, int>();

    /// <summary>More may still arrive.</summary>
    public bool Expected { get; init; }

    /// <summary>When it is asked for again.</summary>
    public DateTimeOffset? AskedAgainAt { get; init; }

    /// <summary>Boosters that skipped this workout.</summary>
    public int BoostersSkipped { get; init; }
}

/// <summary>Heart rate is sparse, for one workout.</summary>
public static class HeartRateSparse
{
    public const string Dense = "dense";
    public const string BackgroundOnly = "background-only";
    public const string Gap = "gap-in-the-middle";
    public const string NotArrived = "not-arrived-yet";
    public const string ScopeMissing = "scope-missing";
    public const string Nothing = "nothing-measured";

    /// <summary>Further apart, half of them, is no recording: the ring looks by itself about every five minutes.</summary>
    private static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(90);

    /// <summary>What is longer is not bridged.</summary>
    private static readonly TimeSpan LongestBridge = Core.Activities.HeartRateIntegral.LongestBridge;

    public static Answer Of(HeartRateEvidence evidence, DateTimeOffset now) =>
        (
            evidence.Standing.Blocked(Questions.HeartRateSparse) is { } blocked && evidence.Samples == 0 ? blocked : Judged(evidence, now)
        ) with
        {
            Numbers = Numbers(evidence),
        };

    /// <summary>The verdict alone, for counting.</summary>
    public static string VerdictOf(HeartRateEvidence evidence) =>
        evidence switch
        {
            { Samples: 0, HeartRateGranted: false } => ScopeMissing,
            { Samples: 0 } when evidence.Standing.Lacks(SourceCall.HeartRate) => ScopeMissing,
            { Expected: true } when IsBehind(evidence) => NotArrived,
            { Samples: 0 } => Nothing,
            _ when evidence.Spacing is not { } spacing || spacing.Median > RecordedWithin => BackgroundOnly,
            { Spacing.Longest: var longest } when longest > LongestBridge => Gap,
            _ => Dense,
        };

    // The source has nothing of its end yet.
    private static bool IsBehind(HeartRateEvidence evidence) =>
        evidence.Samples == 0 || evidence.Spacing is null || evidence.Spacing.LastAt < evidence.EndedAt - LongestBridge;

    private static Answer Judged(HeartRateEvidence evidence, DateTimeOffset now)
    {
        var (standing, verdict) = (evidence.Standing, VerdictOf(evidence));
        return verdict switch
        {
            ScopeMissing => NotGranted(standing),
            NotArrived => Say(
                verdict,
                Severity.Note,
                Move.You,
                $"The heart rate of this workout has not arrived yet: {Newest(standing, now)}."
            ) with
            {
                NextStep = $"Open the {standing.App} app near the {standing.Device}; the rest follows by itself.",
                Done = evidence.AskedAgainAt is { } again ? [$"It is asked for again {Words.Clock(again, standing.Offset)}."] : [],
            },
            Nothing => Say(verdict, Severity.Warning, Move.You, $"{standing.Source} has no heart rate of this workout.") with
            {
                NextStep = Advice(standing),
            },
            BackgroundOnly => Say(
                verdict,
                Severity.Note,
                Move.You,
                $"Background only: {Words.Count(evidence.Samples, "sample")}, {Every(evidence)}. The workout itself was not recorded."
            ) with
            {
                NextStep = Advice(standing),
                Done = Untouched(evidence),
            },
            Gap => Say(
                verdict,
                Severity.Note,
                Move.You,
                $"Recorded, with a gap of {Words.Of(evidence.Spacing!.Longest)} from {Words.Clock(evidence.Spacing.LongestAt, standing.Offset)} on; {Math.Floor(evidence.Coverage * 100):0} % of the time is covered."
            ) with
            {
                NextStep = $"Wear the {standing.Device} snug and clean; with more than 20 % battery it measures on.",
                Done = Untouched(evidence),
            },
            _ => Say(
                verdict,
                Severity.Well,
                Move.Nobody,
                $"Dense: {Words.Count(evidence.Samples, "sample")}, {Every(evidence)}; {Math.Floor(evidence.Coverage * 100):0} % of the time is covered."
            ),
        };
    }

    private static string Newest(Standing standing, DateTimeOffset now) =>
        standing.LastDataAt is { } at
            ? $"the newest reading at {standing.App} is of {Words.At(at, standing.Offset, now)}"
            : $"{standing.App} has no reading of its end";

    private static string Every(HeartRateEvidence evidence) =>
        evidence.Spacing is { } spacing ? $"half of them within {Words.Of(spacing.Median)} of the one before" : "too few to tell how often";

    private static string Advice(Standing standing) =>
        $"Start “Record workout heart rate” in the {standing.App} app before you begin: in the background the {standing.Device} looks about every 5 minutes, and movement disturbs that. Wear it snug and clean, with more than 20 % battery.";

    private static IReadOnlyList<string> Untouched(HeartRateEvidence evidence) =>
        evidence.BoostersSkipped > 0
            ? ["Nothing was filled in.", $"{Words.Count(evidence.BoostersSkipped, "booster")} skipped this workout; the run says why."]
            : ["Nothing was filled in."];

    private static Number[] Numbers(HeartRateEvidence evidence) =>
        [
            Number.Of("Samples", evidence.Samples),
            Number.Of("Median gap", evidence.Spacing?.Median),
            Number.Of("95 % of gaps within", evidence.Spacing?.P95),
            Number.Of("Longest gap", evidence.Spacing?.Longest),
            Number.Share("Of the time covered", evidence.Coverage),
            .. evidence.Contexts.OrderByDescending(pair => pair.Value).Select(pair => Number.Of($"Marked “{pair.Key}”", pair.Value)),
            Number.Of("Newest reading at the source", evidence.Standing.LastDataAt),
        ];

    internal static Answer NotGranted(Standing standing) =>
        Say(ScopeMissing, Severity.Problem, Move.You, $"You did not grant {standing.Source} “Heart rate”, so none can be read.") with
        {
            NextStep = "Reconnect and leave “Heart rate” ticked.",
            Link = "/connections",
        };

    /// <summary>Both answers to this question, of a workout and of a month, begin alike.</summary>
    internal static Answer Say(string verdict, Severity severity, Move move, string headline) =>
        Standing.Say(Questions.HeartRateSparse, verdict, severity, move, headline) with
        {
            Link = null,
        };
}
