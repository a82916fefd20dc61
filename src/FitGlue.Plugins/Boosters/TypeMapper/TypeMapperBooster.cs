using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using FitGlue.Plugins.Histories;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.TypeMapper;

/// <summary>Gives a workout another kind.</summary>
internal sealed class TypeMapperBooster : Booster<TypeMapperSettings>
{
    public override BoosterInfo Info { get; } =
        new(
            "type-mapper",
            "Type Mapper",
            Tier.Hobbyist,
            "Changes the kind of a workout by the source's own word for it, its title, its length or any other rule."
        );

    protected override BoosterNeeds Needs(TypeMapperSettings settings) =>
        Field.NeedsOf(RuleLines.Of(settings.Rules, withArrow: true).SelectMany(line => line.Rule.Fields));

    protected override IEnumerable<Remark> Remarks(Outlook outlook, TypeMapperSettings settings) =>
        Field
            .Remarks(RuleLines.Of(settings.Rules, withArrow: true).SelectMany(line => line.Rule.Fields), outlook)
            .Concat(ChangedKind.Remarks(outlook));

    protected override Boost Apply(BoosterInput input, TypeMapperSettings settings)
    {
        var rules = RuleLines.Of(settings.Rules, withArrow: true);
        var rule = rules.FirstOrDefault(line => line.Rule.Holds(input));
        if (rule is null || Sports.FindKind(rule.Then ?? "") is not { } type)
        {
            return new Boost.Skipped(rules is [] ? "There are no rules." : "No rule holds for this workout.");
        }

        var original = input.Activity.Type;
        return type == original
            ? new Boost.Skipped($"It is {type.Name} already, as “{rule.Rule}” wants it.")
            : new Boost.Applied(
                input.Activity with
                {
                    Type = type,
                },
                null,
                new JsonObject
                {
                    ["original"] = original.Key,
                    ["new"] = type.Key,
                    ["line"] = rule.Line,
                }
            );
    }
}

public static class TypeMapperRegistration
{
    public static IServiceCollection AddTypeMapper(this IServiceCollection services) =>
        services.AddSingleton<IBooster, TypeMapperBooster>();
}
