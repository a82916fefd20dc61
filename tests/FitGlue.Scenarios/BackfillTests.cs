using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Server.Hosting;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>Years of history through the whole system.</summary>
public sealed class BackfillTests
{
    private static readonly DateOnly From = new(2026, 4, 28);
    private static readonly DateOnly To = new(2026, 5, 10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_counts_and_the_backfill_brings_what_it_counted_with_no_more_requests()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.AddPipelineAsync();
        await user.ConnectAsync();
        var expected = system.Simulator.Control.Workouts("demo").Count(workout => workout.Day >= From && workout.Day <= To);

        var counted = await EndedAsync(system, user, await user.PostAsync("backfills", new { from = From, to = To }));
        var before = (await user.ListAsync("activities?limit=200")).Count;
        system.Simulator.Control.ResetRequests();
        var fetched = await EndedAsync(
            system,
            user,
            await user.PostAsync(
                "backfills",
                new
                {
                    from = From,
                    to = To,
                    dryRun = false,
                }
            )
        );

        expected.ShouldBeGreaterThan(10);
        (counted["state"]!.GetValue<string>(), counted["listed"]!.GetValue<int>()).ShouldBe(("done", expected));
        (fetched["state"]!.GetValue<string>(), fetched["imported"]!.GetValue<int>()).ShouldBe(("done", expected));
        fetched["progress"]!.GetValue<double>().ShouldBe(1);
        await system.UntilInAsync(user, From, To, expected);
        var needed = counted["estimate"]!["requests"]!.GetValue<int>();
        fetched["requests"]!.GetValue<int>().ShouldBeInRange(1, needed);
        system
            .Simulator.Control.Requests.Count(request => request.Path.Contains("heartrate", StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo(expected, "neighbors share a question");
        Directory.GetFiles(system.Files).ShouldBeEmpty("it is quiet");
        before.ShouldBeLessThan(expected);
    }

    [Fact]
    public async Task What_is_asked_for_is_delivered_to_that_target_alone()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var pipeline = await user.AddPipelineAsync();
        await user.ConnectAsync();
        var files = pipeline["targets"]!.AsArray().Single(target => target!["type"]!.GetValue<string>() == "files")![
            "id"
        ]!.GetValue<Guid>();

        var fetched = await EndedAsync(
            system,
            user,
            await user.PostAsync(
                "backfills",
                new
                {
                    from = To.AddDays(-10),
                    to = To,
                    dryRun = false,
                    deliverTo = new[] { files },
                }
            )
        );

        var imported = fetched["imported"]!.GetValue<int>();
        imported.ShouldBeGreaterThan(2);
        await TestSystem.UntilAsync(() => Task.FromResult(Directory.GetFiles(system.Files).Length == imported), "each has its file");

        // The file is there a moment before its delivery is written down.
        await TestSystem.UntilAsync(
            async () => (await user.ListAsync("runs?limit=200&state=delivered")).Count >= imported,
            "each is written down as delivered"
        );
        var runs = await user.ListAsync("runs?limit=200&state=delivered");
        runs.Count.ShouldBe(imported);
        runs.ShouldAllBe(run => run!["deliveries"]!.AsArray().Count == 1);
    }

    [Fact]
    public async Task It_can_be_paused_survives_a_restart_and_goes_on_where_it_was()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        var begun = await user.PostAsync(
            "backfills",
            new
            {
                from = From,
                to = To,
                dryRun = false,
            }
        );
        var path = $"backfills/{begun["id"]}";
        await TestSystem.UntilAsync(async () => (await user.GetAsync(path))["imported"]!.GetValue<int>() > 2, "some have come");

        (await user.PostAsync($"{path}/pause"))["state"]!.GetValue<string>().ShouldBe("paused");
        await system.RestartAsync();
        await system.AdvanceAsync(TimeSpan.FromMinutes(1));
        var paused = await user.GetAsync(path);
        await user.PostAsync($"{path}/resume");
        var ended = await EndedAsync(system, user, paused);

        paused["state"]!.GetValue<string>().ShouldBe("paused");
        paused["progress"]!.GetValue<double>().ShouldBeInRange(0.01, 0.99);
        var expected = system.Simulator.Control.Workouts("demo").Count(workout => workout.Day >= From && workout.Day <= To);
        (ended["state"]!.GetValue<string>(), ended["imported"]!.GetValue<int>()).ShouldBe(("done", expected));
        await system.UntilInAsync(user, From, To, expected);
    }

    [Theory]
    [InlineData("""{}""", "Say the first day")]
    [InlineData("""{"from":"2026-05-02","to":"2026-05-01"}""", "before the first")]
    [InlineData("""{"from":"1999-01-01"}""", "between")]
    [InlineData("""{"from":"2026-05-01","deliverTo":["0197a1b2-0000-7000-8000-000000000000"]}""", "deliverTo")]
    public async Task What_cannot_be_is_refused_in_a_sentence(string body, string says)
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();

        using var answer = await user.Http.PostAsJsonAsync("/api/v1/backfills", JsonNode.Parse(body), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain(says);
    }

    [Fact]
    public async Task Commands_reach_it_by_the_socket_alone()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        using var local = OverSocket(LocalSocket.PathIn(system.Data));

        using var begun = await local.PostAsJsonAsync(
            "/local/backfills",
            new
            {
                from = To,
                to = To,
                dryRun = true,
            },
            Cancellation
        );
        using var unknown = await local.PostAsJsonAsync("/local/backfills?user=nobody@example.org", new { from = To }, Cancellation);
        using var outside = await user.Http.PostAsJsonAsync("/local/backfills", new { from = To, dryRun = true }, Cancellation);

        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        outside.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(LocalSocket.PathIn(system.Data)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await user.ListAsync("backfills")).Count.ShouldBe(1);
    }

    private static HttpClient OverSocket(string path) =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new System.Net.Sockets.Socket(
                        System.Net.Sockets.AddressFamily.Unix,
                        System.Net.Sockets.SocketType.Stream,
                        System.Net.Sockets.ProtocolType.Unspecified
                    );
                    await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(path), cancellationToken);
                    return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new("http://localhost"),
        };

    private static Task<JsonNode> EndedAsync(TestSystem system, TestUser user, JsonNode backfill) =>
        TestSystem.UntilAsync(
            async () =>
            {
                await system.AdvanceAsync(TimeSpan.FromMilliseconds(100));
                var now = await user.GetAsync($"backfills/{backfill["id"]}");
                return now["isOver"]!.GetValue<bool>() ? now : null;
            },
            "the backfill is over"
        );
}

internal static class BackfillWaits
{
    /// <summary>Waits until as many activities start in the days as there should be, and no more.</summary>
    public static Task UntilInAsync(this TestSystem system, TestUser user, DateOnly from, DateOnly to, int expected) =>
        TestSystem.UntilAsync(
            async () =>
            {
                await system.AdvanceAsync(TimeSpan.FromMilliseconds(100));
                var activities = await user.ListAsync(
                    $"activities?limit=200&from={from:yyyy-MM-dd}T00:00:00Z&to={to.AddDays(1):yyyy-MM-dd}T12:00:00Z"
                );
                return activities.Count(activity => IsIn(activity!, from, to)) == expected;
            },
            "every workout of these days is an activity, once"
        );

    private static bool IsIn(JsonNode activity, DateOnly from, DateOnly to) =>
        DateOnly.FromDateTime(activity["startTime"]!.GetValue<DateTimeOffset>().DateTime) is var day && day >= from && day <= to;
}
