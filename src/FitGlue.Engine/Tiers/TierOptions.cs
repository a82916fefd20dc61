namespace FitGlue.Engine.Tiers;

/// <summary>Whether the tiers of plug-ins mean anything here, bound from the section <c>FitGlue:Tiers</c>.</summary>
public sealed class TierOptions
{
    public const string Section = "FitGlue:Tiers";

    /// <summary>False: everybody may use everything.</summary>
    public bool Enabled { get; set; }
}
