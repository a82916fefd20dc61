namespace FitGlue.Simulator.People;

/// <summary>One row of the heart rate series.</summary>
internal readonly record struct Beat(long Second, byte Bpm, string Source);

/// <summary>A time of effort that the ring measured, whatever the person did to the workout afterwards.</summary>
internal sealed record Bout(string Id, DateTimeOffset Start, DateTimeOffset End, string Activity, HeartRateDensity Density)
{
    public long From => Start.ToUnixTimeSeconds();

    public long To => End.ToUnixTimeSeconds();

    /// <summary>A hole of so many minutes in the middle.</summary>
    public int GapMinutes { get; init; }

    public bool IsInGap(long second) => Math.Abs(second - ((From + To) / 2.0)) < GapMinutes * 30;
}
