using FitGlue.Testing.Lab;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>Everything that a home and a cloud can do to a connection, one after another, each followed by the oracle's look.</summary>
public sealed class FaultTests
{
    [Fact]
    public Task Webhooks() => RunAsync("Faults of webhooks", WebhookFaults.All);

    [Fact]
    public Task The_cloud() => RunAsync("Faults of the cloud", CloudFaults.All);

    [Fact]
    public Task Sign_ins() => RunAsync("Faults of sign-ins", GrantFaults.All);

    [Fact]
    public Task Clocks() => RunAsync("Faults of clocks", ClockFaults.All);

    private static async Task RunAsync(string title, IReadOnlyList<(string Name, Func<int, Task<FaultOutcome>> Run)> faults)
    {
        var table = new LabTable(title, Sweep.Seed);
        var failures = new List<string>();
        foreach (var (name, run) in faults)
        {
            foreach (var seed in Enumerable.Range(Sweep.Seed, Sweep.All ? 5 : 1))
            {
                var outcome = await run(seed);
                table.Add(name, outcome.Verdict, outcome.Requests, outcome.Note);
                if (!outcome.Verdict.IsClean)
                {
                    failures.Add($"{name}, seed {seed}: {outcome.Verdict}");
                }
            }
        }

        table.Publish();
        failures.ShouldBeEmpty(table.ToString());
    }
}

/// <param name="Requests">That the cloud got from the fault on.</param>
internal sealed record FaultOutcome(Verdict Verdict, int Requests, string? Note = null)
{
    public static async Task<FaultOutcome> OfAsync(FaultLab lab, TimeSpan within, string? note = null) =>
        new(await lab.VerdictAsync(within), lab.Cloud.Requests.Count, note);
}
