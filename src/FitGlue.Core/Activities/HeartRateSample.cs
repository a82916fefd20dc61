namespace FitGlue.Core.Activities;

/// <summary>One reading of a sensor.</summary>
/// <param name="Time">When it was read.</param>
/// <param name="Bpm">Beats per minute.</param>
/// <param name="Context">The source's word for what the wearer was doing (<c>workout</c>, <c>rest</c> …), or null.</param>
public readonly record struct HeartRateSample(DateTimeOffset Time, int Bpm, string? Context);
