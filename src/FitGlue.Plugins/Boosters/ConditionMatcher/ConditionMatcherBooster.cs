using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using FitGlue.Plugins.Histories;
using FitGlue.Plugins.Wording;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.ConditionMatcher;

/// <summary>Names, describes and tags what fits.</summary>
internal sealed class ConditionMatcherBooster : Booster<ConditionMatcherSettings>
{
    public override BoosterInfo Info { get; } =
        new(
            "condition-matcher",
            "Condition Matcher",
            Tier.Hobbyist,
            "Sets title, description, kind and tags of workouts that fit your rules, such as the morning commute."
        );

    protected override BoosterNeeds Needs(ConditionMatcherSettings settings)
    {
        var rules = Field.NeedsOf(RuleLines.Of(settings.When).SelectMany(line => line.Rule.Fields));
        return rules with { DayRecordDays = Math.Max(rules.DayRecordDays, Template.NeedsOf(TextsOf(settings)).DayRecordDays) };
    }

    protected override IEnumerable<Remark> Remarks(Outlook outlook, ConditionMatcherSettings settings)
    {
        var fields = RuleLines.Of(settings.When).SelectMany(line => line.Rule.Fields).Concat(Template.FieldsOf(TextsOf(settings)));
        var ofKind = settings.Type.Trim().Length > 0 ? ChangedKind.Remarks(outlook) : [];
        return Field.Remarks(fields, outlook).Concat(ofKind);
    }

    protected override Boost Apply(BoosterInput input, ConditionMatcherSettings settings)
    {
        var rules = RuleLines.Of(settings.When);
        if (rules is [])
        {
            return new Boost.Skipped("There are no rules.");
        }

        if (rules.FirstOrDefault(rule => !rule.Rule.Holds(input)) is { } missing)
        {
            return new Boost.Skipped($"The rule {missing.WhyNot(input)}.");
        }

        return Template.Unknown(TextsOf(settings), input) is [var unknown, ..]
            ? new Boost.Skipped($"The text needs “{unknown}”, which is not known of this workout.")
            : Changed(input, settings);
    }

    private static Boost.Applied Changed(BoosterInput input, ConditionMatcherSettings settings)
    {
        var activity = input.Activity;
        var title = Titles.Bounded(Template.Fill(settings.Title, input).ReplaceLineEndings(" ").Trim());
        var section = Template.Fill(settings.Description, input).ReplaceLineEndings("\n").Trim();
        var changed = activity with
        {
            Title = title.Length > 0 ? title : activity.Title,
            Type = Sports.FindKind(settings.Type.Trim()) is { } type && settings.Type.Trim().Length > 0 ? type : activity.Type,
            Tags = [.. activity.Tags.Concat(WordList.Of(Template.Fill(settings.Tags, input))).Distinct(StringComparer.OrdinalIgnoreCase)],
        };
        return new(changed, section.Length > 0 ? section : null, new JsonObject { ["title"] = changed.Title, ["type"] = changed.Type.Key });
    }

    private static string TextsOf(ConditionMatcherSettings settings) => settings.Title + settings.Description + settings.Tags;
}

public static class ConditionMatcherRegistration
{
    public static IServiceCollection AddConditionMatcher(this IServiceCollection services) =>
        services.AddSingleton<IBooster, ConditionMatcherBooster>();
}
