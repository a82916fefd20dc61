using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Engine;
using FitGlue.Engine.Backup;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>The server ends again and again at one workout, or because its disk lies.</summary>
public sealed class CrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workout_that_ends_the_server_three_times_is_set_aside_the_others_arrive_and_a_retry_brings_it()
    {
        using var folder = new TemporaryFolder();
        var (data, port) = (folder.Combine("data"), TestSystem.FreePort());
        await using var cloud = await CloudAsync(port);
        var settings = TestSystem.Settings(data, port, cloud, Directory.CreateDirectory(folder.Combine("files")).FullName);
        settings["FitGlue:SweepInterval"] = "00:00:01";
        string bad;
        await using (var server = ServerProcess.Start(data, port, settings))
        {
            await server.ReadyAsync(Cancellation);
            await server.SignInAsync(data, Cancellation);
            await ConnectAsync(server);
        }

        settings[FailPoint.Variable] = FailPoint.RunBoosted;
        await using (var first = ServerProcess.Start(data, port, settings))
        {
            await first.ReadyAsync(Cancellation);
            bad = cloud.Control.AddWorkout(new() { Activity = "running", Minutes = 31 }).Id;
            (await first.ExitAsync(Cancellation)).ShouldBe(FitGlueCommand.Killed);
        }

        for (var death = 2; death <= 3; death++)
        {
            await using var next = ServerProcess.Start(data, port, settings);
            (await next.ExitAsync(Cancellation)).ShouldBe(FitGlueCommand.Killed, $"death {death}");
        }

        settings.Remove(FailPoint.Variable);
        await using var healthy = ServerProcess.Start(data, port, settings);
        await healthy.ReadyAsync(Cancellation);
        await healthy.SignInAsync(data, Cancellation);
        var letter = (await ListAsync(healthy, "dead-letters")).ShouldHaveSingleItem()!;
        letter["queue"]!.GetValue<string>().ShouldBe("runs");
        letter["reason"]!.GetValue<string>().ShouldContain("ended three times while working on this");
        var good = cloud
            .Control.AddWorkout(
                new()
                {
                    Activity = "cycling",
                    Minutes = 32,
                    Start = TimeProvider.System.GetUtcNow().AddHours(-2),
                }
            )
            .Id;
        await DeliveredAsync(healthy, good);
        using var retried = await healthy.Http.PostAsync($"/api/v1/dead-letters/runs/{letter["id"]}/retry", null, Cancellation);
        retried.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await DeliveredAsync(healthy, bad);
        (await ListAsync(healthy, "dead-letters")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disk_that_cannot_confirm_a_write_gets_no_acknowledgement_and_ends_the_server()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/strace"), "strace is not installed.");
        using var folder = new TemporaryFolder();
        var (data, port) = (folder.Combine("data"), TestSystem.FreePort());
        (await FitGlueCommand.AddUserAsync(data, failPoint: null)).ShouldBe(0);
        string[] strace =
        [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            "inject=fsync,fdatasync:error=EIO:when=40+",
        ];
        await using var server = ServerProcess.Start(data, port, prefix: strace);
        await server.ReadyAsync(Cancellation);
        var kept = new List<string>();
        HttpStatusCode? refusal = null;
        for (var number = 0; number < 200 && refusal is null; number++)
        {
            var id = $"00000000-2222-3333-4444-{number:D12}";
            using var call = Signed.Call(TimeProvider.System.GetUtcNow(), Signed.Event(id, "somebody"));
            using var answer = await server.Http.SendAsync(call, Cancellation);
            if (answer.StatusCode is HttpStatusCode.Accepted)
            {
                kept.Add(id);
            }
            else
            {
                refusal = answer.StatusCode;
            }
        }

        refusal.ShouldBe(HttpStatusCode.ServiceUnavailable, server.Said);
        (await server.ExitAsync(Cancellation)).ShouldBe(7, server.Said);
        server.Said.ShouldContain("could not confirm a write");
        await using var again = ServerProcess.Start(data, port);
        await again.ReadyAsync(Cancellation);
        DatabaseFile.Check(Path.Combine(data, "fitglue.db")).Rows["inbox"].ShouldBeGreaterThanOrEqualTo(kept.Count);
    }

    internal static Task<OuraSimulator> CloudAsync(int port) =>
        OuraSimulator.StartAsync(
            new()
            {
                Knobs = new Knobs { SkipConsent = true, WebhookDelay = TimeSpan.FromMilliseconds(20) },
                Apps =
                [
                    new()
                    {
                        ClientId = TestSystem.ClientId,
                        ClientSecret = TestSystem.ClientSecret,
                        RedirectUris = [$"http://localhost:{port}/connections/oura/callback"],
                    },
                ],
            },
            Cancellation
        );

    internal static async Task ConnectAsync(ServerProcess server)
    {
        using var pipeline = await server.Http.PostAsJsonAsync(
            "/api/v1/pipelines",
            new
            {
                name = "Files",
                source = "oura",
                targets = new[] { new { type = "files" } },
                deliverFrom = TimeProvider.System.GetUtcNow().AddHours(-2),
            },
            Cancellation
        );
        using var begun = await server.Http.PostAsync("/api/v1/connections/oura/authorize", null, Cancellation);
        var start = await begun.Content.ReadFromJsonAsync<JsonNode>(Cancellation);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var granted = await browser.GetAsync(start!["authorizeUrl"]!.GetValue<string>(), Cancellation);
        using var back = await server.Http.GetAsync(granted.Headers.Location!.PathAndQuery, Cancellation);
        back.Headers.Location!.ToString().ShouldContain("connected=oura");
        await ServerProcess.UntilAsync(
            async () =>
                (await ListAsync(server, "connections"))[0]!["import"] is { } import
                && !import["listing"]!.GetValue<bool>()
                && import["waiting"]!.GetValue<int>() == 0
                && (await ListAsync(server, "runs")).All(run =>
                    run!["state"]!.GetValue<string>() is "delivered" or "quiet" or "superseded"
                ),
            "the first import is over",
            Cancellation
        );
    }

    private static Task DeliveredAsync(ServerProcess server, string workout) =>
        ServerProcess.UntilAsync(
            async () =>
                (await ListAsync(server, "activities?limit=200")).FirstOrDefault(row => row!["externalId"]!.GetValue<string>() == workout)
                    is { } activity
                && (await ListAsync(server, $"runs?activityId={activity["id"]}")) is [var run, ..]
                && run!["state"]!.GetValue<string>() == "delivered",
            $"workout {workout} is delivered",
            Cancellation
        );

    internal static async Task<JsonArray> ListAsync(ServerProcess server, string path) =>
        (await server.Http.GetFromJsonAsync<JsonNode>($"/api/v1/{path}", Cancellation))!["items"]!.AsArray();
}
