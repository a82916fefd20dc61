using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Engine.Storage;
using FitGlue.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>A disk that takes nothing: nothing is acknowledged that is not kept, what is there can be read, and it goes on without a restart.</summary>
public sealed class DiskTests
{
    private const string Account = "somebody";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_webhooks_shows_what_is_there_and_goes_on_when_there_is_room()
    {
        using var folder = new TemporaryFolder();
        using var disk = TinyDisk.Mount(folder.Combine("tiny"), kilobytes: 64 * 1024);
        await using var system = await TestSystem.StartAsync(null, ("FitGlue:DataDirectory", Path.Combine(disk.Path, "data")));
        using var user = await system.AddUserAsync();
        await user.AddPipelineAsync(system.Time.GetUtcNow().AddDays(-1));
        await user.ConnectAsync();
        using var anyone = system.Anonymous();
        var filler = Path.Combine(disk.Path, "filler");
        Fill(filler);

        var (kept, refusal) = await CallUntilRefusedAsync(system, anyone);

        refusal.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await user.ListAsync("connections")).ShouldHaveSingleItem();
        await ReadsSayAsync(user, "Disk full: ", $"free in {disk.Path}");
        await ApiRefusesAsync(user, "storage_full");
        using (var ready = await anyone.GetAsync("/readyz", Cancellation))
        {
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        File.Delete(filler);
        await system.Services.GetRequiredService<StorageGuard>().LookAsync(Cancellation);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 31 });
        await user.RunAsync(await user.ActivityAsync(workout.Id));

        (await PageAsync(user)).ShouldNotContain("Disk full");
        await using var db = await system.Database.OpenAsync(Cancellation);
        var events = await db.Inbox.Where(row => row.DataType == "" || row.ExternalUserId == Account).CountAsync(Cancellation);
        events.ShouldBe(kept, "what was acknowledged, and nothing else");
    }

    [Fact]
    public async Task A_database_that_a_foreign_program_locks_is_waited_for_then_refused_and_can_still_be_read()
    {
        using var folder = new TemporaryFolder();
        await using var system = await TestSystem.StartAsync(null, ("FitGlue:DataDirectory", folder.Combine("data")));
        using var user = await system.AddUserAsync();
        using var anyone = system.Anonymous();
        await user.ListAsync("connections");
        await using (var foreign = new SqliteConnection($"Data Source={folder.Combine("data/fitglue.db")};Pooling=false"))
        {
            await foreign.OpenAsync(Cancellation);
            await ExecuteAsync(foreign, "BEGIN EXCLUSIVE");

            (await CallAsync(system, anyone, "while-locked")).ShouldBe(HttpStatusCode.ServiceUnavailable);

            await ReadsSayAsync(user, "Another program holds the database", "locked");
            await ApiRefusesAsync(user, "storage_locked");
            await ExecuteAsync(foreign, "ROLLBACK");
        }

        (await CallAsync(system, anyone, "after")).ShouldBe(HttpStatusCode.Accepted);
        (await PageAsync(user)).ShouldNotContain("Another program");
        await using var db = await system.Database.OpenAsync(Cancellation);
        (await db.Inbox.Select(row => row.ObjectId).ToListAsync(Cancellation)).ShouldBe([ObjectId("after")]);
    }

    /// <summary>Large webhooks that cannot be read are kept whole: they use up what the log file still had.</summary>
    private static async Task<(int Kept, HttpStatusCode Refusal)> CallUntilRefusedAsync(TestSystem system, HttpClient anyone)
    {
        for (var kept = 0; kept < 1000; kept++)
        {
            using var call = Signed.Call(system, $"{kept} {new string('x', 60_000)}");
            using var answer = await anyone.SendAsync(call, Cancellation);
            if (answer.StatusCode is not HttpStatusCode.Accepted)
            {
                return (kept, answer.StatusCode);
            }
        }

        throw new InvalidOperationException("The disk never got full.");
    }

    private static async Task<HttpStatusCode> CallAsync(TestSystem system, HttpClient anyone, string name)
    {
        using var call = Signed.Call(system, Signed.Event(ObjectId(name), Account));
        using var answer = await anyone.SendAsync(call, Cancellation);
        return answer.StatusCode;
    }

    private static string ObjectId(string name) => $"11111111-2222-3333-4444-{(uint)name.Length:D12}";

    private static async Task ReadsSayAsync(TestUser user, params string[] texts)
    {
        var page = await PageAsync(user);
        texts.ShouldAllBe(text => page.Contains(text, StringComparison.Ordinal), page);
    }

    private static async Task<string> PageAsync(TestUser user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept", "text/html");
        using var answer = await user.Http.SendAsync(request, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task ApiRefusesAsync(TestUser user, string code)
    {
        using var answer = await user.Http.PostAsJsonAsync(
            "/api/v1/pipelines",
            new
            {
                name = "Another",
                source = "oura",
                targets = new[] { new { type = "files" } },
            },
            Cancellation
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["code"]!.GetValue<string>().ShouldBe(code);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, which is the point.
        }
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
