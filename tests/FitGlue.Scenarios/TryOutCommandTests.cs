using System.Text.Json.Nodes;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary><c>fitglue dry-run</c>, <c>fitglue replay</c> and <c>fitglue user tier</c> as processes of their own beside the server.</summary>
public sealed class TryOutCommandTests
{
    [Fact]
    public async Task What_would_change_is_shown_as_a_diff_then_run_again_and_updated_in_place()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var pipeline = await user.AddPipelineAsync(system.Time.GetUtcNow().AddDays(-1));
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 31 });
        var activity = await user.ActivityAsync(workout.Id);
        var first = await user.RunAsync(activity);
        using var changed = await user.Http.PatchAsync(
            $"/api/v1/pipelines/{pipeline["id"]}",
            new StringContent(
                """{ "boosters": [{ "type": "condition-matcher", "settings": { "when": "type = running", "title": "Renamed", "description": "By rule" } }] }""",
                System.Text.Encoding.UTF8,
                "application/json"
            ),
            TestContext.Current.CancellationToken
        );

        var shown = await TellAsync(system, "dry-run", "everything", "--activity", $"{activity["id"]}");
        var json = await TellAsync(system, "dry-run", $"{pipeline["id"]}", "--last", "1", "--json");
        var counted = await TellAsync(system, "replay", "Everything", "--last", "1", "--dry-run");
        var runs = (await user.ListAsync($"runs?activityId={activity["id"]}")).Count;
        var replayed = await TellAsync(system, "replay", "Everything", "--activity", $"{activity["id"]}");

        shown.Code.ShouldBe(0, shown.Errors);
        shown.Errors.ShouldBe("");
        var lines = shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        lines[0].ShouldEndWith("Running Workout: delivered");
        lines[1..].ShouldBe(["- Title: Running Workout", "+ Title: Renamed", "+ By rule"]);
        json.Code.ShouldBe(0, json.Errors);
        var item = JsonNode.Parse(json.Output)!["items"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(item["before"]!, "title"), Text(item["last"]!, "title"), Text(item["after"]!, "title")).ShouldBe(
            ("Running Workout", "Running Workout", "Renamed")
        );
        Text(item["last"]!, "description").ShouldStartWith("❤️");
        (counted.Code, counted.Output.Trim()).ShouldBe((0, "One workout would go through it again."));
        runs.ShouldBe(1);
        (replayed.Code, replayed.Output.Trim()).ShouldBe((0, "One workout goes through it again."), replayed.Errors);
        var again = await TestSystem.UntilAsync(
            async () =>
            {
                await system.AdvanceAsync(TimeSpan.FromMilliseconds(100));
                return (await user.ListAsync($"runs?activityId={activity["id"]}&state=delivered")).FirstOrDefault(run =>
                    run!["pass"]!.GetValue<int>() == 2
                );
            },
            "the second pass is delivered"
        );
        Addresses(again).ShouldBe(Addresses(first), ignoreOrder: true);
    }

    [Fact]
    public async Task They_say_whose_move_it_is_where_they_cannot()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.AddPipelineAsync();

        var unknown = await TellAsync(system, "dry-run", "nothing");
        var unchosen = await TellAsync(system, "replay", "Everything");
        var backwards = await TellAsync(system, "replay", "Everything", "--from", "2026-06-02", "--to", "2026-06-01");
        var nobody = await TellAsync(system, "dry-run", "Everything", "--user", "nobody@example.org");
        var empty = await TellAsync(system, "dry-run", "Everything");
        await system.StopServerAsync();
        var alone = await TellAsync(system, "dry-run", "Everything");

        (unknown.Code, unknown.Output).ShouldBe((2, ""));
        unknown.Errors.ShouldContain("Everything (");
        unchosen.Code.ShouldBe(2);
        unchosen.Errors.ShouldContain("Say which workouts");
        backwards.Code.ShouldBe(2);
        nobody.Errors.ShouldContain("nobody@example.org");
        (empty.Code, empty.Output).ShouldBe((0, ""));
        empty.Errors.ShouldContain("no such workout");
        alone.Code.ShouldBe(5);
        alone.Errors.ShouldContain("No server runs on");
    }

    [Fact]
    public async Task A_tier_that_is_given_beside_the_running_server_lets_what_was_blocked_go_on()
    {
        await using var system = await TestSystem.StartAsync(null, ("FitGlue:Tiers:Enabled", "true"));
        using var user = await system.AddUserAsync();
        await user.PostAsync(
            "pipelines",
            new
            {
                name = "Recovers",
                source = "oura",
                boosters = new[] { new { type = "recovery-advisor" } },
                targets = new[] { new { type = "files" } },
                deliverFrom = system.Time.GetUtcNow().AddDays(-1),
            }
        );
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 31 });
        var activity = await user.ActivityAsync(workout.Id);
        await user.RunAsync(activity, "blocked");
        var shown = await TellAsync(system, "dry-run", "Recovers", "--last", "1");
        Directory.GetFiles(system.Files, "*.fit", SearchOption.AllDirectories).ShouldBeEmpty();

        var mistyped = await FitGlueCommand.TellAsync(null, "user", "tier", "someone@example.org", "champion", "--data", system.Data);
        var nobody = await FitGlueCommand.TellAsync(null, "user", "tier", "nobody@example.org", "athlete", "--data", system.Data);
        var given = await FitGlueCommand.TellAsync(null, "user", "tier", "someone@example.org", "athlete", "--data", system.Data);

        shown.Output.ShouldContain("blocked. Recovery Advisor needs the tier Athlete, and yours is Hobbyist.");
        (mistyped.Code, nobody.Code).ShouldBe((2, 2));
        given.Code.ShouldBe(0, given.Errors);
        await user.RunAsync(activity);
        Directory.GetFiles(system.Files, "*.fit", SearchOption.AllDirectories).ShouldNotBeEmpty();
    }

    private static IEnumerable<string> Addresses(JsonNode run) =>
        run["deliveries"]!.AsArray().Select(delivery => $"{delivery!["target"]} {delivery["externalId"]}");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static Task<(int Code, string Output, string Errors)> TellAsync(TestSystem system, params string[] arguments) =>
        FitGlueCommand.TellAsync(null, [.. arguments, "--data", system.Data]);
}
