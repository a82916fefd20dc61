namespace FitGlue.Core;

/// <summary>The plan a plug-in belongs to. Limits act only where tiers are enabled.</summary>
public enum Tier
{
    Hobbyist,
    Athlete,
}
