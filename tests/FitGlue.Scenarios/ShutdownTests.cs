using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Work;
using FitGlue.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>A stop under load: the server says that it stops, finishes what it took, and loses nothing that it acknowledged.</summary>
public sealed class ShutdownTests
{
    private const int Callers = 16;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_told_to_stop_under_load_keeps_every_webhook_that_it_acknowledged_and_exits_with_0()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Combine("data");
        await using var server = ServerProcess.Start(data, TestSystem.FreePort());
        await server.ReadyAsync(Cancellation);
        var acknowledged = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Callers).Select(caller => CallAsync(server, caller, acknowledged, stop.Token)).ToList();
        await ServerProcess.UntilAsync(() => Task.FromResult(acknowledged.Count > 200), "there is load", Cancellation);

        var began = TimeProvider.System.GetTimestamp();
        server.Terminate();
        var code = await server.ExitAsync(Cancellation);
        var took = TimeProvider.System.GetElapsedTime(began);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        TestContext.Current.TestOutputHelper?.WriteLine($"{acknowledged.Count} acknowledged; the stop took {took.TotalSeconds:0.0} s");
        code.ShouldBe(0, server.Said);
        took.ShouldBeLessThan(Longest);
        acknowledged.ShouldBeSubsetOf(Stored(data));
    }

    [Fact]
    public async Task While_a_step_is_under_way_the_listener_answers_and_says_that_the_server_is_not_ready()
    {
        await using var system = await TestSystem.StartAsync();
        using var anyone = system.Anonymous();
        (await anyone.GetAsync("/readyz", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var step = system.Services.GetRequiredService<Drain>().Begin();

        var stopped = system.StopServerAsync();
        using var ready = await anyone.GetAsync("/readyz", Cancellation);
        using var alive = await anyone.GetAsync("/healthz", Cancellation);
        using var webhook = Signed.Call(system, Signed.Event("11111111-2222-3333-4444-555555555555", "somebody"));
        using var kept = await anyone.SendAsync(webhook, Cancellation);
        stopped.IsCompleted.ShouldBeFalse();
        step.Dispose();
        await stopped;

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync(Cancellation)).ShouldContain("{\"id\":\"serving\",\"state\":\"fail\",\"detail\":null,");
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
        kept.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_second_server_on_the_same_directory_exits_with_3_and_names_the_first()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Combine("data");
        await using var first = ServerProcess.Start(data, TestSystem.FreePort());
        await first.ReadyAsync(Cancellation);

        await using var second = ServerProcess.Start(data, TestSystem.FreePort());

        (await second.ExitAsync(Cancellation)).ShouldBe(3);
        second.Said.ShouldContain($"process {first.Id}");
    }

    [Fact]
    public async Task A_damaged_database_is_not_started_with_and_a_restore_of_the_backup_that_is_named_is()
    {
        using var folder = new TemporaryFolder();
        var (data, port) = (folder.Combine("data"), TestSystem.FreePort());
        await using (var server = ServerProcess.Start(data, port))
        {
            await server.ReadyAsync(Cancellation);
            await server.SignInAsync(data, Cancellation);
            Oracle
                .Run("dotnet", ServerProcess.Program, "backup", "--data", data)
                .Trim()
                .ShouldEndWith(".zip", customMessage: "beside a server");
            server.Terminate();
            (await server.ExitAsync(Cancellation)).ShouldBe(0);
        }

        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(Path.Combine(data, "fitglue.db"), "garbage", Cancellation);
        await using (var damaged = ServerProcess.Start(data, port))
        {
            (await damaged.ExitAsync(Cancellation)).ShouldBe(7, damaged.Said);
            damaged.Said.ShouldContain($"fitglue restore {new Backups(BackupFolder.Of(data, null), TimeProvider.System).List()[0].Path}");
        }

        var backup = Directory.GetFiles(Path.Combine(data, "backups")).ShouldHaveSingleItem();
        var restored = $"{data}-restored";
        Oracle.Run("dotnet", ServerProcess.Program, "restore", backup, "--dry-run");
        Directory.Exists(restored).ShouldBeFalse();
        Oracle.Run("dotnet", ServerProcess.Program, "restore", backup, "--to", restored);
        await using var again = ServerProcess.Start(restored, port);
        await again.ReadyAsync(Cancellation);
        await again.SignInAsync(restored, Cancellation);
        (await again.Http.GetStringAsync("/api/v1/restore", Cancellation)).ShouldContain("\"deliveriesPaused\":true");
        using var resumed = await again.Http.PostAsync("/api/v1/restore/resume", null, Cancellation);
        resumed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await again.Http.GetStringAsync("/api/v1/restore", Cancellation)).ShouldContain("\"deliveriesPaused\":false");
    }

    private static async Task CallAsync(ServerProcess server, int caller, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var id = $"{caller:D8}-2222-3333-4444-{number:D12}";
            try
            {
                using var call = Signed.Call(
                    TimeProvider.System.GetUtcNow(),
                    Signed.Event(id, "somebody", time: TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture))
                );
                using var answer = await server.Http.SendAsync(call, stop);
                if (answer.StatusCode is HttpStatusCode.Accepted)
                {
                    acknowledged.Add(id);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Not acknowledged: the sender would send it again.
                return;
            }
        }
    }

    private static List<string> Stored(string data)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "fitglue.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT ObjectId FROM inbox";
        using var reader = command.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
