using System.Text.Json;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Settings;
using Shouldly;
using Xunit;

namespace FitGlue.Testing.Conformance;

/// <summary>What every booster does. Inherit it in the booster's test folder.</summary>
public abstract class BoosterConformance : PluginConformance
{
    protected abstract IBooster Booster { get; }

    private protected sealed override object Plugin => Booster;

    private protected sealed override (string, string, string) About => (Booster.Info.Id, Booster.Info.Name, Booster.Info.Summary);

    private protected sealed override SettingsShape Shape => Booster.Settings;

    /// <summary>Workouts of all the kinds that a source may bring.</summary>
    public static TheoryData<string, Activity> AllKinds =>
        new()
        {
            { "dense heart rate", Workouts.Dense },
            { "sparse heart rate", Workouts.Strength },
            { "a hole in the heart rate", Workouts.Of(1800, Workouts.SeriesB) },
            { "heart rate around it alone", Workouts.Of(60, (-120, 100), (180, 130)) },
            { "a lone sample", Workouts.Of(1800, (900, 120)) },
            { "no heart rate", Workouts.Of(1800) },
            { "no duration", Workouts.Of(0, (0, 100)) },
            {
                "nothing known",
                Workouts.Of(1800) with
                {
                    Type = Sport.Other,
                    Title = "",
                    Calories = null,
                    RawType = null,
                    Intensity = null,
                    Detection = null,
                }
            },
        };

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    public void Makes_something_of_any_workout(string kind, Activity activity)
    {
        switch (Apply(activity))
        {
            case Boost.Applied applied:
                applied.Section.ShouldBe(applied.Section?.Trim(), kind);
                JsonSerializer.Serialize(applied.Metadata).ShouldStartWith("{");
                break;
            case Boost.Skipped skipped:
                skipped.Reason.ShouldEndWith(".", customMessage: kind);
                break;
            case Boost.Halted halted:
                halted.Reason.ShouldEndWith(".", customMessage: kind);
                break;
            case Boost.Waiting waiting:
                waiting.Why.ShouldEndWith(".", customMessage: kind);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    public void Makes_the_same_of_the_same(string kind, Activity activity) =>
        Written(Apply(activity)).ShouldBe(Written(Apply(activity)), kind);

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    public void Leaves_what_it_was_given(string kind, Activity activity)
    {
        var before = JsonSerializer.Serialize(activity);

        Apply(activity);

        JsonSerializer.Serialize(activity).ShouldBe(before, kind);
    }

    private Boost Apply(Activity activity) => Booster.Apply(new BoosterInput(activity, activity.Description), Booster.Settings.Read(null));

    private static string Written(Boost boost) => JsonSerializer.Serialize(boost, boost.GetType());
}
