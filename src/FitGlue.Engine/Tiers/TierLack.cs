using FitGlue.Core;

namespace FitGlue.Engine.Tiers;

/// <summary>A plug-in of a pipeline that belongs to a higher tier than the person has.</summary>
/// <param name="PlugIn">Registry id.</param>
/// <param name="Name">As the person knows it.</param>
public sealed record TierLack(string PlugIn, string Name, Tier Needs, Tier Has)
{
    /// <summary>What is so, and whose move it is.</summary>
    public static string TextOf(IReadOnlyList<TierLack> lacks) =>
        $"{string.Join(' ', lacks.Select(lack => lack.ToString()))} Take it out of the pipeline, or ask whoever runs this server for the tier; what is blocked then goes on by itself.";

    public override string ToString() => $"{Name} needs the tier {Needs}, and yours is {Has}.";
}
