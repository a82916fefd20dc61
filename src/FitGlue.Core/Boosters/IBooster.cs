using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Settings;

namespace FitGlue.Core.Boosters;

/// <summary>A step of a pipeline that adds to an activity. Pure: it gets what it needs and returns what it made.</summary>
public interface IBooster
{
    BoosterInfo Info { get; }

    SettingsShape Settings { get; }

    /// <param name="settings">An instance of <see cref="SettingsShape.Type"/>.</param>
    Boost Apply(BoosterInput input, object settings);
}

/// <summary>A booster with typed settings.</summary>
public abstract class Booster<TSettings> : IBooster
    where TSettings : class, new()
{
    public abstract BoosterInfo Info { get; }

    public SettingsShape Settings { get; } = SettingsShape.Of<TSettings>();

    public Boost Apply(BoosterInput input, object settings) => Apply(input, (TSettings)settings);

    protected abstract Boost Apply(BoosterInput input, TSettings settings);
}

/// <param name="Optional">A failure of an optional booster does not stop the run.</param>
public sealed record BoosterInfo(string Id, string Name, Tier Tier, string Summary, bool Optional = true);

/// <param name="Activity">As the earlier boosters of the run left it.</param>
/// <param name="OriginalDescription">The description before any booster: sections are put together at the end.</param>
public sealed record BoosterInput(Activity Activity, string? OriginalDescription);

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
