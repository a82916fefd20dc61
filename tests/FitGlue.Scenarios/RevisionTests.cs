using System.Net;
using System.Net.Http.Json;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>What changed, and what was held back, as the API shows it.</summary>
public sealed class RevisionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_version_is_kept_and_shown_with_what_it_changed_and_to_nobody_else()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var other = await system.AddUserAsync("other@example.org");
        await user.AddPipelineAsync(system.Time.GetUtcNow().AddDays(-1));
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "walking", Minutes = 31 });
        var first = await user.ActivityAsync(workout.Id);
        await user.RunAsync(first);

        system.Simulator.Control.EditWorkout(workout.Id, new() { Activity = "hiking" });
        var edited = await user.ActivityAsync(workout.Id, activity => activity["type"]!.GetValue<string>() == "hiking");

        var revisions = await user.ListAsync($"activities/{edited["id"]}/revisions");
        revisions.Count.ShouldBe(edited["revision"]!.GetValue<int>());
        revisions[^1]!["changes"]!.AsArray().ShouldBeEmpty("the first has nothing before it");
        var type = revisions.SelectMany(revision => revision!["changes"]!.AsArray()).Single(c => c!["field"]!.GetValue<string>() == "type");
        (type!["from"]!.GetValue<string>(), type["to"]!.GetValue<string>()).ShouldBe(("Walking", "Hiking"));
        using var refused = await other.Http.GetAsync($"/api/v1/activities/{edited["id"]}/revisions", Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_setting_holds_back_is_listed_with_the_rule_and_goes_through_when_the_person_says_so()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.PostAsync(
            "pipelines",
            new
            {
                name = "Long ones",
                source = "oura",
                sourceSettings = new { minimumMinutes = 45 },
                targets = new[] { new { type = "files" } },
                deliverFrom = system.Time.GetUtcNow().AddDays(-1),
            }
        );
        await user.ConnectAsync();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "walking", Minutes = 31 });
        var activity = await user.ActivityAsync(workout.Id);
        var held = await user.RunAsync(activity, "held-back");

        held["skippedReason"]!.GetValue<string>().ShouldContain("45");
        (await user.ListAsync("runs?state=held-back&limit=200"))
            .Select(run => run!["id"]!.GetValue<string>())
            .ShouldContain(held["id"]!.GetValue<string>());
        held["deliveries"]!.AsArray().ShouldBeEmpty();

        using var answer = await user.Http.PostAsJsonAsync($"/api/v1/runs/{held["id"]}/repost", new { mode = "let-through" }, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await user.RunAsync(activity))["deliveries"]!.AsArray().ShouldHaveSingleItem();
    }
}
