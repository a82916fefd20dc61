namespace FitGlue.Core.Boosters;

/// <summary>What a booster needs beside the activity. It is fetched before the booster is asked, so that the booster itself stays pure.</summary>
public sealed record BoosterNeeds
{
    public static BoosterNeeds Nothing { get; } = new();

    /// <summary>How many days before the day of the activity earlier activities are wanted from; null: none, 0: those of the same day, <see cref="int.MaxValue"/>: all. Who asks for any is not asked about sessions, which are no workouts.</summary>
    public int? HistoryDays { get; init; }

    /// <summary>False: the earlier activities come without their heart rate, which costs less.</summary>
    public bool HistoryHeartRate { get; init; }

    /// <summary>How many days of day records, the day of the activity included.</summary>
    public int DayRecordDays { get; init; }

    /// <summary>Whether it looks at the athlete: what it said with other figures is then put right.</summary>
    public bool ReadsAthlete { get; init; }

    /// <summary>Registry id of the source whose heart rate of the activity's window is wanted; null: none.</summary>
    public string? HeartRateFrom { get; init; }

    /// <summary>True: nobody is asked for it where the activity has heart rate of its own.</summary>
    public bool HeartRateIfMissing { get; init; }

    /// <summary>Whether it wants the address of the page that anybody can look at.</summary>
    public bool Page { get; init; }

    /// <summary>What the person is asked; null: nothing.</summary>
    public Question? Question { get; init; }

    /// <summary>The counter in which the activity needs a number, given once and kept; null: none.</summary>
    public string? Counter { get; init; }
}

/// <param name="Text">What the person reads.</param>
/// <param name="Timeout">How long an answer is waited for.</param>
/// <param name="PublishFirst">True: the run goes on at once and is updated with the answer.</param>
public sealed record Question(string Text, TimeSpan Timeout, bool PublishFirst);
