using System.Diagnostics.Metrics;

namespace FitGlue.Engine.Fetch;

/// <summary>Counts what our own looks found that nobody had told.</summary>
public sealed class ReconcileMetrics : IDisposable
{
    public const string MeterName = "FitGlue.Engine";

    private readonly Counter<long> _found;

    public ReconcileMetrics() =>
        _found = Meter.CreateCounter<long>(
            "fitglue.reconcile.found",
            "{workout}",
            "Workouts that a look at the last days found new, changed or gone."
        );

    public Meter Meter { get; } = new(MeterName);

    /// <param name="what">new, changed or gone.</param>
    /// <param name="notified">Whether a webhook should have told.</param>
    public void Found(string source, string what, bool notified, int count)
    {
        if (count > 0)
        {
            _found.Add(count, new("source", source), new("what", what), new("notified", notified));
        }
    }

    public void Dispose() => Meter.Dispose();
}
