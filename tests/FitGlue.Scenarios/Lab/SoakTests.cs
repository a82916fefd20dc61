using System.Globalization;
using FitGlue.Engine;
using FitGlue.Simulator;
using FitGlue.Testing.Lab;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>One data directory through many minutes of life, each with a fault that a seed draws. Only on demand: <c>eng/soak</c>.</summary>
public sealed class SoakTests
{
    private static readonly TimeSpan FaultLasts = TimeSpan.FromSeconds(25);

    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_or_doubled_whatever_a_minute_brings()
    {
        var minutes = int.Parse(Environment.GetEnvironmentVariable("FITGLUE_SOAK_MINUTES") ?? "1", CultureInfo.InvariantCulture);
        var draw = new Random(Sweep.Seed);
        var table = new LabTable($"Soak of {minutes} minutes", Sweep.Seed);
        var verdicts = new List<Verdict>();
        await using var lab = await ProcessLab.StartAsync(Sweep.Seed);
        var server = lab.Serve();
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(minutes))
            {
                lab.Cloud.Control.ResetRequests();
                var minute = TimeProvider.System.GetTimestamp();
                var (fault, next) = await SufferAsync(lab, server, draw);
                server = next;
                lab.Cloud.Control.ClearFaults();
                lab.Cloud.Control.Turn(knobs => knobs with { WebhooksLost = false });
                var verdict = await lab.QuietAsync(server);
                verdicts.Add(verdict);
                table.Add(fault, verdict, lab.Cloud.Control.Requests.Count, $"{server.MegabytesResident} MB");
                await RestOfMinuteAsync(minute);
            }
        }
        finally
        {
            server.Dispose();
            table.Publish();
        }

        verdicts.ShouldAllBe(verdict => verdict.IsClean, table.ToString());
    }

    private static async Task<(string Fault, LabServer Server)> SufferAsync(ProcessLab lab, LabServer server, Random draw)
    {
        (await lab.IsReadyAsync(server)).ShouldBeTrue(server.Tail);
        var faults = new (string Name, Action Begin)[]
        {
            ("nothing", () => { }),
            ("webhooks lost", () => lab.Cloud.Control.Turn(knobs => knobs with { WebhooksLost = true })),
            ("webhooks repeated", () => lab.Cloud.Control.RepeatWebhooks(20, 50)),
            ("webhooks reordered", () => lab.Cloud.Control.ReorderWebhooks(4)),
            ("429s", () => Fail(lab, FaultKind.RateLimited, 5)),
            ("500s", () => Fail(lab, FaultKind.ServerError, null)),
            ("half bodies", () => Fail(lab, FaultKind.Truncated, null)),
            ("garbage", () => Fail(lab, FaultKind.Garbage, null)),
            ("answers lost", () => Fail(lab, FaultKind.LostAnswer, null)),
            ("tokens expired", () => lab.Cloud.Control.ExpireAccessTokens()),
            ("access taken back", () => lab.Cloud.Control.RevokeGrants("demo")),
            ("subscriptions lost", () => lab.Cloud.Control.LoseSubscriptions()),
        };
        var dice = draw.Next(faults.Length + 6);
        if (dice >= faults.Length)
        {
            return await DieAsync(lab, server, draw);
        }

        faults[dice].Begin();
        await lab.LiveAsync(faults[dice].Name);
        await Task.Delay(FaultLasts, TimeProvider.System, TestContext.Current.CancellationToken);
        return (faults[dice].Name, server);
    }

    private static async Task<(string Fault, LabServer Server)> DieAsync(ProcessLab lab, LabServer server, Random draw)
    {
        var points = CrashSweepTests.Points;
        var point = points[draw.Next(points.Count)];
        await server.KillAsync(TestContext.Current.CancellationToken);
        server.Dispose();
        lab.Prepare(point);
        using (var doomed = lab.Serve(point))
        {
            if (await lab.IsReadyAsync(doomed))
            {
                await lab.LiveAsync(point);
            }

            await ProcessLab.DiesAsync(doomed, FaultLasts);
            await doomed.KillAsync(TestContext.Current.CancellationToken);
        }

        var next = lab.Serve();
        (await lab.IsReadyAsync(next)).ShouldBeTrue(next.Tail);
        return ($"killed, then killed at {point}", next);
    }

    private static void Fail(ProcessLab lab, FaultKind kind, int? times) =>
        lab.Cloud.Control.AddFault(
            new()
            {
                Path = "/v2/usercollection/*",
                Kind = kind,
                Times = times,
                RetryAfterSeconds = 5,
            }
        );

    private static Task RestOfMinuteAsync(long minute)
    {
        var left = TimeSpan.FromMinutes(1) - TimeProvider.System.GetElapsedTime(minute);
        return left > TimeSpan.Zero ? Task.Delay(left, TimeProvider.System, TestContext.Current.CancellationToken) : Task.CompletedTask;
    }
}
