using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Engine;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Storage;
using FitGlue.Simulator;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>The process ends at a named place: while it migrates, while it backs up, again and again at one workout, or because the disk lies.</summary>
public sealed class CrashTests
{
    private const int Killed = 137;
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_migration_that_is_killed_at_any_statement_is_gone_on_with_at_the_next_start(bool isUpgrade)
    {
        using var folder = new TemporaryFolder();
        var (last, points, slowest) = (0, 0, TimeSpan.Zero);
        for (var n = 1; ; n += Step(n))
        {
            var data = folder.Combine($"data-{n}");
            if (isUpgrade)
            {
                await PrepareOldAsync(data);
            }

            if (await UserAddAsync(data, $"{FailPoint.MigrationStatement}:{n}") is 0)
            {
                break;
            }

            var began = TimeProvider.System.GetTimestamp();
            await MigrateAsync(data, to: null).WaitAsync(StartsWithin, Cancellation);
            var took = TimeProvider.System.GetElapsedTime(began);
            (last, points, slowest) = (n, points + 1, took > slowest ? took : slowest);
            DatabaseFile.Check(Path.Combine(data, "fitglue.db")).Rows.Keys.ShouldContain("maintenance", $"after the kill at statement {n}");
            new Backups(BackupFolder.Of(data, null), TimeProvider.System).List().Any().ShouldBe(isUpgrade, "a backup comes first");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{(isUpgrade ? "upgrade" : "new")}: killed at {points} statements up to {last}; the slowest next start took {slowest.TotalSeconds:0.0} s"
        );
        last.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Combine("data");
        (await UserAddAsync(data, failPoint: null)).ShouldBe(0);
        await using (var services = new ServiceCollection().AddLogging().AddStorage(data).BuildServiceProvider())
        {
            await using var db = await services.GetRequiredService<Database>().OpenAsync(Cancellation);
            await db.Database.ExecuteSqlRawAsync(
                "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99.0')",
                Cancellation
            );
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        await using var server = ServerProcess.Start(data, TestSystem.FreePort());

        (await server.ExitAsync(Cancellation)).ShouldBe(3, server.Said);
        server.Said.ShouldContain("written by a newer FitGlue");
    }

    [Theory]
    [InlineData(FailPoint.BackupCopied)]
    [InlineData(FailPoint.BackupWritten)]
    [InlineData(FailPoint.BackupVerified)]
    [InlineData(FailPoint.BackupNamed)]
    public async Task A_backup_that_is_killed_leaves_the_older_ones_and_no_half_one(string failPoint)
    {
        using var folder = new TemporaryFolder();
        var data = folder.Combine("data");
        (await UserAddAsync(data, failPoint: null)).ShouldBe(0);
        (await RunAsync(null, "backup", "--data", data)).ShouldBe(0);
        var older = Directory.GetFiles(Path.Combine(data, "backups"), "*.zip").ShouldHaveSingleItem();

        (await RunAsync(failPoint, "backup", "--data", data)).ShouldBe(Killed);

        BackupReader.Verify(older);
        new Backups(BackupFolder.Of(data, null), TimeProvider.System)
            .List()
            .ShouldAllBe(file => BackupReader.Verify(file.Path).Rows.Count > 0);
        (await RunAsync(null, "backup", "--data", data)).ShouldBe(0);
    }

    [Theory]
    [InlineData(FailPoint.RestoreUnpacked, false)]
    [InlineData(FailPoint.RestorePaused, false)]
    [InlineData(FailPoint.RestoreNamed, true)]
    public async Task A_restore_that_is_killed_is_whole_or_not_there(string failPoint, bool isThere)
    {
        using var folder = new TemporaryFolder();
        var (data, to, file) = (folder.Combine("data"), folder.Combine("restored"), folder.Combine("one.zip"));
        (await UserAddAsync(data, failPoint: null)).ShouldBe(0);
        (await RunAsync(null, "backup", "--data", data, "--output", file)).ShouldBe(0);

        (await RunAsync(failPoint, "restore", file, "--to", to)).ShouldBe(Killed);

        Directory.Exists(to).ShouldBe(isThere);
        (await RunAsync(null, "restore", file, "--to", isThere ? folder.Combine("again") : to)).ShouldBe(0);
    }

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
            (await first.ExitAsync(Cancellation)).ShouldBe(Killed);
        }

        for (var death = 2; death <= 3; death++)
        {
            await using var next = ServerProcess.Start(data, port, settings);
            (await next.ExitAsync(Cancellation)).ShouldBe(Killed, $"death {death}");
        }

        settings.Remove(FailPoint.Variable);
        await using var healthy = ServerProcess.Start(data, port, settings);
        await healthy.ReadyAsync(Cancellation);
        await healthy.SignInAsync(data, Cancellation);
        var letter = (await ListAsync(healthy, "dead-letters")).ShouldHaveSingleItem()!;
        letter["queue"]!.GetValue<string>().ShouldBe("runs");
        letter["reason"]!.GetValue<string>().ShouldContain("ended three times while working on this");
        var good = cloud.Control.AddWorkout(new() { Activity = "cycling", Minutes = 32 }).Id;
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
        (await UserAddAsync(data, failPoint: null)).ShouldBe(0);
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

    // Every one of the first, where the lock and the history are; then some of the many that look alike.
    private static int Step(int n) => Lab.Sweep.All || n < 6 ? 1 : 25;

    private static Task PrepareOldAsync(string data)
    {
        Directory.CreateDirectory(Path.Combine(data, "keys"));
        return MigrateAsync(data, to: "Initial");
    }

    private static async Task MigrateAsync(string data, string? to)
    {
        await using (var services = new ServiceCollection().AddLogging().AddStorage(data).BuildServiceProvider())
        {
            if (to is null)
            {
                await services.GetRequiredService<Migrator>().MigrateAsync(Cancellation);
            }
            else
            {
                await using var db = await services.GetRequiredService<Database>().OpenAsync(Cancellation);
                await db.GetService<IMigrator>().MigrateAsync(to, Cancellation);
            }
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static Task<int> UserAddAsync(string data, string? failPoint) =>
        RunAsync(failPoint, "user", "add", "someone@example.org", "--password-stdin", "--data", data);

    private static async Task<int> RunAsync(string? failPoint, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [ServerProcess.Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[FailPoint.Variable] = failPoint;
        using var process = System.Diagnostics.Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("correct horse battery");
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        if (process.ExitCode is not (0 or Killed))
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)}: {process.ExitCode} {said}");
        }

        return process.ExitCode;
    }

    private static Task<OuraSimulator> CloudAsync(int port) =>
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

    private static async Task ConnectAsync(ServerProcess server)
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

    private static async Task<JsonArray> ListAsync(ServerProcess server, string path) =>
        (await server.Http.GetFromJsonAsync<JsonNode>($"/api/v1/{path}", Cancellation))!["items"]!.AsArray();
}
