using FitGlue.Core;
using FitGlue.Engine.Runs;
using Microsoft.Extensions.Options;

namespace FitGlue.Engine.Tiers;

/// <summary>Where tiers are enabled: nothing of a pipeline is run that has a plug-in of a higher tier than its user.</summary>
public sealed class TierGate(Registry registry, TierStore tiers, IOptions<TierOptions> options)
{
    public bool IsEnabled => options.Value.Enabled;

    /// <returns>None: the pipeline may run.</returns>
    public async Task<IReadOnlyList<TierLack>> LacksAsync(Pipeline pipeline, CancellationToken cancellationToken) =>
        await LacksAsync(
            pipeline.UserId,
            pipeline.Source,
            pipeline.Boosters.Select(booster => booster.Type),
            pipeline.Targets.Select(target => target.Type),
            cancellationToken
        );

    /// <param name="source">Registry id; what is in no registry has no tier.</param>
    public async Task<IReadOnlyList<TierLack>> LacksAsync(
        Guid userId,
        string source,
        IEnumerable<string> boosters,
        IEnumerable<string> targets,
        CancellationToken cancellationToken
    )
    {
        if (!IsEnabled)
        {
            return [];
        }

        var has = await tiers.OfAsync(userId, cancellationToken);
        return
        [
            .. Members(source, boosters, targets)
                .Where(member => member.Tier > has)
                .DistinctBy(member => member.Id)
                .Select(member => new TierLack(member.Id, member.Name, member.Tier, has)),
        ];
    }

    private IEnumerable<(string Id, string Name, Tier Tier)> Members(
        string source,
        IEnumerable<string> boosters,
        IEnumerable<string> targets
    )
    {
        if (registry.Sources.GetValueOrDefault(source)?.Info is { } from)
        {
            yield return (from.Id, from.Name, from.Tier);
        }

        foreach (var info in boosters.Select(type => registry.Boosters.GetValueOrDefault(type)?.Info).OfType<Core.Boosters.BoosterInfo>())
        {
            yield return (info.Id, info.Name, info.Tier);
        }

        foreach (var info in targets.Select(type => registry.Targets.GetValueOrDefault(type)?.Info).OfType<Core.Targets.TargetInfo>())
        {
            yield return (info.Id, info.Name, info.Tier);
        }
    }
}
