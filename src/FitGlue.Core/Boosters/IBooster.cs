using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Days;
using FitGlue.Core.Settings;

namespace FitGlue.Core.Boosters;

/// <summary>A step of a pipeline that adds to an activity. Pure: it gets what it needs and returns what it made.</summary>
public interface IBooster
{
    BoosterInfo Info { get; }

    SettingsShape Settings { get; }

    /// <summary>What has to be there before it is asked.</summary>
    /// <param name="settings">An instance of <see cref="SettingsShape.Type"/>.</param>
    BoosterNeeds Needs(object settings);

    /// <summary>What a person who edits a pipeline should know of this step in it, such as that it cannot work there.</summary>
    /// <param name="settings">An instance of <see cref="SettingsShape.Type"/>.</param>
    IEnumerable<Remark> Remarks(Outlook outlook, object settings);

    /// <param name="settings">An instance of <see cref="SettingsShape.Type"/>.</param>
    Boost Apply(BoosterInput input, object settings);
}

/// <summary>A booster with typed settings.</summary>
public abstract class Booster<TSettings> : IBooster
    where TSettings : class, new()
{
    public abstract BoosterInfo Info { get; }

    public SettingsShape Settings { get; } = SettingsShape.Of<TSettings>();

    public BoosterNeeds Needs(object settings) => Needs((TSettings)settings);

    public IEnumerable<Remark> Remarks(Outlook outlook, object settings) => Remarks(outlook, (TSettings)settings);

    public Boost Apply(BoosterInput input, object settings) => Apply(input, (TSettings)settings);

    protected virtual BoosterNeeds Needs(TSettings settings) => BoosterNeeds.Nothing;

    protected virtual IEnumerable<Remark> Remarks(Outlook outlook, TSettings settings) => [];

    protected abstract Boost Apply(BoosterInput input, TSettings settings);
}

/// <param name="Optional">A failure of an optional booster does not stop the run.</param>
public sealed record BoosterInfo(string Id, string Name, Tier Tier, string Summary, bool Optional = true);

/// <param name="Activity">As the earlier boosters of the run left it.</param>
/// <param name="OriginalDescription">The description before any booster: sections are put together at the end.</param>
public sealed record BoosterInput(Activity Activity, string? OriginalDescription)
{
    public Athlete Athlete { get; init; } = Athlete.Unknown;

    /// <summary>The person's other workouts that began earlier, by start, as their sources have them; as far back as was asked for.</summary>
    public IReadOnlyList<Activity> History { get; init; } = [];

    /// <summary>Records of days up to the day of the activity, by day.</summary>
    public IReadOnlyList<DayRecord> Days { get; init; } = [];

    /// <summary>Heart rate that another source has for the window of the activity; null: nobody was asked, or nobody could be.</summary>
    public IReadOnlyList<HeartRateSample>? OtherHeartRate { get; init; }

    /// <summary>What the person answered; null: not yet, or nothing in time.</summary>
    public string? Answer { get; init; }

    /// <summary>The number that this activity has, and keeps, in the counter that was asked for.</summary>
    public int? Number { get; init; }

    /// <summary>Where the activity can be looked at without signing in; null: nowhere.</summary>
    public Uri? Page { get; init; }
}

/// <summary>What a booster made of an activity.</summary>
public abstract record Boost
{
    private Boost() { }

    /// <param name="Section">Its part of the description, or null.</param>
    /// <param name="Metadata">Numbers unrounded.</param>
    public sealed record Applied(Activity Activity, string? Section, JsonObject Metadata) : Boost;

    public sealed record Skipped(string Reason, JsonObject? Metadata = null) : Boost;

    /// <summary>Ends the run without a delivery.</summary>
    public sealed record Halted(string Reason) : Boost;

    public sealed record Waiting(DateTimeOffset Until, string Why) : Boost;
}
