using FitGlue.Engine;
using FitGlue.Testing;
using FitGlue.Testing.Lab;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>
/// The server is killed between every two steps of the way of a workout, and at fsyncs. After each death the same data directory is
/// served again, and the oracle looks. A seed draws about ten points of each; <c>FITGLUE_SWEEP=all</c> takes all.
/// </summary>
public sealed class CrashSweepTests
{
    private const int Sample = 10;

    // The kernel's counter is one of each thread: few threads come further.
    private const int FsyncPoints = 30;
    private static readonly TimeSpan TimeToDie = TimeSpan.FromSeconds(60);

    /// <summary>These have a harness of their own: no workout passes them.</summary>
    private static readonly string[] Elsewhere = ["migration.", "backup.", "restore.", "repair.", "upload.", "window."];

    /// <summary>Where a server that lives through an ordinary day may be killed.</summary>
    internal static IReadOnlyList<string> Points { get; } =
    [.. FailPoint.All.Where(name => !Elsewhere.Any(stage => name.StartsWith(stage, StringComparison.Ordinal)))];

    [Fact]
    public async Task Nothing_is_lost_or_doubled_wherever_the_server_dies()
    {
        var draw = new Random(Sweep.Seed);
        await SweepAsync("Crash at fail points", Sweep.Pick(Points, Sample, draw), point => (point, null), mustDie: true);
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_at_whichever_fsync_the_server_dies()
    {
        Oracle.Require(File.Exists("/usr/bin/strace"), "strace is not installed.");
        var draw = new Random(Sweep.Seed);
        int[] points = [.. Enumerable.Range(1, FsyncPoints)];
        await SweepAsync("Crash at an fsync", Sweep.Pick(points, Sample, draw), n => (null, n), mustDie: false);
    }

    private static async Task SweepAsync<T>(
        string title,
        IReadOnlyList<T> points,
        Func<T, (string? FailPoint, int? Fsync)> order,
        bool mustDie
    )
        where T : notnull
    {
        var table = new LabTable(title, Sweep.Seed);
        await using var lab = await ProcessLab.StartAsync(Sweep.Seed);
        var verdicts = new List<Verdict>();
        try
        {
            foreach (var point in points)
            {
                verdicts.Add(await DieAndLiveAsync(lab, point, order(point), mustDie, table));
            }
        }
        finally
        {
            table.Publish();
        }

        verdicts.ShouldAllBe(verdict => verdict.IsClean, table.ToString());
    }

    private static async Task<Verdict> DieAndLiveAsync<T>(
        ProcessLab lab,
        T point,
        (string? FailPoint, int? Fsync) order,
        bool mustDie,
        LabTable table
    )
        where T : notnull
    {
        lab.Cloud.Control.ResetRequests();
        lab.Prepare(order.FailPoint);
        bool died;
        using (var doomed = lab.Serve(order.FailPoint, order.Fsync))
        {
            if (await lab.IsReadyAsync(doomed))
            {
                await lab.LiveAsync(order.FailPoint ?? "fsync");
            }

            died = await ProcessLab.DiesAsync(doomed, TimeToDie);
            (died || !mustDie).ShouldBeTrue($"{point} was never reached.\n{doomed.Tail}");
            await doomed.KillAsync(TestContext.Current.CancellationToken);
        }

        using var server = lab.Serve();
        (await lab.IsReadyAsync(server)).ShouldBeTrue(server.Tail);
        var verdict = await lab.QuietAsync(server);
        table.Add($"{point}", verdict, lab.Cloud.Control.Requests.Count, died ? null : "killed at the end");
        verdict.IsClean.ShouldBeTrue($"{point}: {verdict}\n{server.Tail}");
        await server.KillAsync(TestContext.Current.CancellationToken);
        return verdict;
    }
}
