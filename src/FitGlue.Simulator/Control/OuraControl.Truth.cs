namespace FitGlue.Simulator;

public sealed partial class OuraControl
{
    /// <summary>The heart rate that the cloud has of a person now, both ends included: what a reader of the API should arrive at.</summary>
    public IReadOnlyList<(DateTimeOffset Time, int Bpm)> HeartRate(string person, DateTimeOffset from, DateTimeOffset to) =>
        [
            .. _world
                .Beats(Person(person), from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds())
                .Select(beat => (DateTimeOffset.FromUnixTimeSeconds(beat.Second), (int)beat.Bpm)),
        ];
}
