using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;

namespace FitGlue.Engine.Runs;

/// <summary>Which workout goes through which pipeline.</summary>
public sealed record RunSubject(Guid UserId, Guid PipelineId, Guid ActivityId);

/// <summary>What is there for the boosters of a run; each gets what it asked for and no more.</summary>
public sealed record Prepared
{
    public Athlete Athlete { get; init; } = Athlete.Unknown;

    /// <summary>By start, as far back as the step that looks back farthest.</summary>
    public IReadOnlyList<Activity> History { get; init; } = [];

    public IReadOnlyList<DayRecord> Days { get; init; } = [];

    /// <summary>By source; of the window of the activity.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<HeartRateSample>> OtherHeartRate { get; init; } =
        new Dictionary<string, IReadOnlyList<HeartRateSample>>();

    /// <summary>By counter.</summary>
    public IReadOnlyDictionary<string, int> Numbers { get; init; } = new Dictionary<string, int>();

    /// <summary>By step.</summary>
    public IReadOnlyDictionary<int, string?> Answers { get; init; } = new Dictionary<int, string?>();

    /// <summary>Steps that are not asked, each with what stands for its answer: until when the run waits, say.</summary>
    public IReadOnlyDictionary<int, Boost> Instead { get; init; } = new Dictionary<int, Boost>();

    public Uri? Page { get; init; }

    /// <summary>Whether a change of history may change what the boosters say.</summary>
    public bool ReadsHistory { get; init; }

    /// <summary>Of the history when it was read.</summary>
    public long HistoryVersion { get; init; }

    public BoosterInput InputFor(Activity activity, string? original, BoosterNeeds needs, int step) =>
        new(activity, original)
        {
            Athlete = needs.ReadsAthlete ? Athlete : Athlete.Unknown,
            History = needs.HistoryDays is { } days ? Since(FirstDay(activity, days), needs.HistoryHeartRate) : [],
            Days = needs.DayRecordDays > 0 ? [.. Days.Where(day => day.Day >= FirstDay(activity, needs.DayRecordDays - 1))] : [],
            OtherHeartRate = needs.HeartRateFrom is { } source ? OtherHeartRate.GetValueOrDefault(source) : null,
            Number = needs.Counter is { } counter && Numbers.TryGetValue(counter, out var number) ? number : null,
            Answer = Answers.GetValueOrDefault(step),
            Page = needs.Page ? Page : null,
        };

    internal static DateOnly FirstDay(Activity activity, int days) =>
        DateOnly.FromDayNumber(Math.Max(DateOnly.MinValue.DayNumber, (int)Math.Max(0L, activity.LocalDate.DayNumber - (long)days)));

    // A step that did not ask for heart rate does not see it because another did: what it says depends on its own needs alone.
    private IReadOnlyList<Activity> Since(DateOnly first, bool withHeartRate) =>
        [
            .. History
                .Where(activity => activity.LocalDate >= first)
                .Select(activity => withHeartRate ? activity : activity with { HeartRate = HeartRate.None }),
        ];
}
