using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Settings;
using Shouldly;
using Xunit;

namespace FitGlue.Testing.Conformance;

/// <summary>What every booster does. Inherit it in the booster's test folder.</summary>
public abstract class BoosterConformance : PluginConformance
{
    /// <summary>A description has room for several boosters.</summary>
    private const int LongestSection = 1000;
    private const int LongestTitle = 250;
    private const int LongHistory = 10_000;

    protected abstract IBooster Booster { get; }

    /// <summary>Settings to try beside the defaults and each value that a single switch, choice or number may have; rules above all.</summary>
    protected virtual IReadOnlyList<string> MoreSettings => [];

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

    /// <summary>And as no source should bring them.</summary>
    public static TheoryData<string, Activity> Odd
    {
        get
        {
            var odd = new TheoryData<string, Activity>();
            foreach (var (kind, activity) in OddWorkouts.All)
            {
                odd.Add(kind, activity);
            }

            return odd;
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Odd), DisableDiscoveryEnumeration = true)]
    public void Makes_something_of_any_workout(string kind, Activity activity)
    {
        foreach (var (settings, input) in Trials(activity))
        {
            ShouldBeFitToPrint(Booster.Apply(input, settings), activity, $"{kind}, {settings}");
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Odd), DisableDiscoveryEnumeration = true)]
    public void Makes_the_same_of_the_same(string kind, Activity activity)
    {
        foreach (var (settings, input) in Trials(activity))
        {
            Written(Booster.Apply(input, settings)).ShouldBe(Written(Booster.Apply(input, settings)), $"{kind}, {settings}");
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Odd), DisableDiscoveryEnumeration = true)]
    public void Leaves_what_it_was_given(string kind, Activity activity)
    {
        var input = KnownPerson.Input(activity);
        var before = Written(input);
        foreach (var settings in AllSettings())
        {
            Booster.Apply(input, settings);
        }

        Written(input).ShouldBe(before, kind);
    }

    [Theory]
    [MemberData(nameof(AllKinds), DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Odd), DisableDiscoveryEnumeration = true)]
    public void Looks_at_nothing_that_it_did_not_ask_for(string kind, Activity activity)
    {
        var all = KnownPerson.Input(activity);
        foreach (var settings in AllSettings())
        {
            var asked = all.Trimmed(Booster.Needs(settings));
            Written(Booster.Apply(asked, settings)).ShouldBe(Written(Booster.Apply(all, settings)), $"{kind}, {settings}");
        }
    }

    [Fact]
    public void Says_of_a_source_what_it_says_of_its_activities()
    {
        foreach (var source in new[] { "oura", "upload", "strava", "elsewhere" })
        {
            if (Booster.WhyNotFor(source) is { } reason)
            {
                var input = KnownPerson.Input(Workouts.Dense with { Source = source });
                Booster.Apply(input, Shape.Read(null)).ShouldBeOfType<Boost.Skipped>().Reason.ShouldBe(reason);
            }
        }
    }

    [Fact]
    public void Bears_a_long_history()
    {
        var activity = Workouts.Strength;
        var input = KnownPerson.Input(activity) with { History = [.. Enumerable.Range(1, LongHistory).Select(EveryHour).Reverse()] };
        foreach (var settings in AllSettings())
        {
            ShouldBeFitToPrint(Booster.Apply(input, settings), activity, $"{settings}");
        }

        // Each third without heart rate: what is unknown is estimated from what is known.
        Activity EveryHour(int hour)
        {
            var start = activity.StartTime.AddHours(-hour);
            var earlier = activity with { ExternalId = $"{hour}", StartTime = start, EndTime = start.AddMinutes(47) };
            return hour % 3 == 0 ? earlier with { HeartRate = HeartRate.None } : earlier;
        }
    }

    [Fact]
    public void Docs_page_has_each_setting_with_its_default_and_all_choices()
    {
        var rows = DocsTable.Rows(DocsPage, "Setting");

        rows.SelectMany(row => row.Names).ShouldBe(Shape.Fields.Select(field => field.Name), ignoreOrder: true);
        foreach (var field in Shape.Fields)
        {
            var row = rows.Single(row => row.Names.Contains(field.Name));
            row.DefaultOf(field.Name).ShouldBe(field.Default, field.Name);
            row.Text.ShouldSatisfyAllConditions([
                .. field.Choices.Select<string, Action>(choice => () => row.Text.ShouldContain($"`{choice}`")),
            ]);
        }
    }

    [Fact]
    public void Docs_page_names_all_metadata()
    {
        var names = AllKinds
            .Concat(Odd)
            .SelectMany(row => Trials(row.Data.Item2))
            .SelectMany(trial => Names(Booster.Apply(trial.Input, trial.Settings)))
            .ToHashSet(StringComparer.Ordinal);

        names.Where(name => !DocsPage.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Names(Boost boost) =>
        boost switch
        {
            Boost.Applied applied => applied.Metadata.Select(figure => figure.Key),
            Boost.Skipped { Metadata: { } metadata } => metadata.Select(figure => figure.Key),
            _ => [],
        };

    /// <summary>With nothing known, with everything, and with what cannot be right.</summary>
    private IEnumerable<(object Settings, BoosterInput Input)> Trials(Activity activity)
    {
        var bare = new BoosterInput(activity, activity.Description);
        var full = KnownPerson.Input(activity);
        foreach (var settings in AllSettings())
        {
            yield return (settings, bare);
            yield return (settings, full);
            yield return (settings, full with { Athlete = KnownPerson.Odd, OtherHeartRate = [], Answer = "\0 \n" });
        }
    }

    private IEnumerable<object> AllSettings() =>
        MoreSettings
            .Select(settings => JsonNode.Parse(settings)!.AsObject())
            .Prepend([])
            .Concat(Shape.Fields.SelectMany(field => ValuesOf(field).Select(value => new JsonObject { [field.Name] = value })))
            .Select(Read)
            .OfType<object>();

    private static IEnumerable<JsonNode> ValuesOf(SettingField field) =>
        field.Kind switch
        {
            SettingKind.Switch => [true, false],
            SettingKind.Choice => field.Choices.Select(choice => JsonValue.Create(choice)),
            SettingKind.Number => new[] { field.Minimum, field.Maximum }.OfType<string>().Select(bound => JsonNode.Parse(bound)!),
            _ => [],
        };

    // A value may be refused where another one is missing.
    private object? Read(JsonObject settings)
    {
        try
        {
            return Shape.Read(settings);
        }
        catch (ValidationException)
        {
            return null;
        }
    }

    private static void ShouldBeFitToPrint(Boost boost, Activity before, string trial)
    {
        switch (boost)
        {
            case Boost.Applied applied:
                applied.Section.ShouldBe(applied.Section?.Trim(), trial);
                ShouldBeText(applied.Section ?? "–", trial);
                JsonSerializer.Serialize(applied.Metadata).ShouldStartWith("{");
                applied.Activity.Title.Length.ShouldBeLessThanOrEqualTo(Math.Max(LongestTitle, before.Title.Length + 10), trial);
                break;
            case Boost.Skipped skipped:
                ShouldBeText(skipped.Reason, trial);
                skipped.Reason.ShouldEndWith(".", customMessage: trial);
                break;
            case Boost.Halted halted:
                ShouldBeText(halted.Reason, trial);
                halted.Reason.ShouldEndWith(".", customMessage: trial);
                break;
            case Boost.Waiting waiting:
                waiting.Why.ShouldEndWith(".", customMessage: trial);
                break;
        }
    }

    private static void ShouldBeText(string text, string trial)
    {
        text.Length.ShouldBeInRange(1, LongestSection, trial);
        text.ShouldNotContain("NaN", customMessage: trial);
        text.ShouldNotContain("∞", customMessage: trial);
        text.Where(letter => letter != '\n' && CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Control).ShouldBeEmpty(trial);
    }

    private static string Written(Boost boost) => JsonSerializer.Serialize(boost, boost.GetType());

    private static string Written(BoosterInput input) => JsonSerializer.Serialize(input with { Days = [] }) + string.Join('\n', input.Days);
}
