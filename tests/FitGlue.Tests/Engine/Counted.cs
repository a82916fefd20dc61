using System.Diagnostics.Metrics;

namespace FitGlue.Tests.Engine;

/// <summary>What a counter of the engine counted since the test began to listen.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(long Count, Dictionary<string, object?> Tags)> _seen = [];

    /// <param name="meter">Of this test alone: others count at the same time.</param>
    public Counted(Meter meter, string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter && instrument.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _seen.Add((count, tags.ToArray().ToDictionary())));
        _listener.Start();
    }

    public long Total(string what, bool notified) =>
        _seen.Where(seen => seen.Tags["what"] as string == what && seen.Tags["notified"] as bool? == notified).Sum(seen => seen.Count);

    public void Dispose() => _listener.Dispose();
}
