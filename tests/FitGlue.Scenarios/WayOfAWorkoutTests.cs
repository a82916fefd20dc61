using System.Net;
using System.Text.Json.Nodes;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>From the ring to a file, through the whole system.</summary>
public sealed class WayOfAWorkoutTests
{
    [Fact]
    public async Task A_first_import_is_run_but_not_delivered()
    {
        await using var system = await TestSystem.StartAsync(settings: ("Oura:ImportDays", "30"));
        using var user = await system.AddUserAsync();

        await user.ConnectAsync();

        var activities = await user.ListAsync("activities?limit=200");
        activities.Count.ShouldBe(ExpectedImports(system), "every workout of the last 30 days is an activity");
        activities.Count(activity => activity!["heartRate"] is not null).ShouldBeGreaterThan(activities.Count / 2);
        (await user.ListAsync("pipelines")).ShouldHaveSingleItem()!["source"]!.GetValue<string>().ShouldBe("oura");
        await TestSystem.UntilAsync(
            async () => (await user.ListAsync("runs?limit=200")).All(run => State(run!) == "quiet"),
            "all runs are quiet"
        );
        Directory.GetFiles(system.Files).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_workout_arrives_by_webhook_as_a_file_with_its_heart_rate()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);

        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 30 });

        var activity = await user.ActivityAsync(workout.Id);
        var run = await user.RunAsync(activity);
        activity["title"]!.GetValue<string>().ShouldBe("Running Workout");
        activity["type"]!.GetValue<string>().ShouldBe("running");
        activity["elapsedSeconds"]!.GetValue<double>().ShouldBe(1800);
        activity["state"]!.GetValue<string>().ShouldBe("settled");
        activity["heartRate"]!["samples"]!.GetValue<int>().ShouldBeGreaterThan(200);
        var file = Directory.GetFiles(system.Files).ShouldHaveSingleItem();
        Delivery(run, "files")["externalId"]!.GetValue<string>().ShouldBe(Path.GetFileName(file));
        run["boosters"]![0]!["state"]!.GetValue<string>().ShouldBe("applied");
        run["timeline"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task The_file_holds_the_samples_of_the_source_at_their_own_seconds_and_none_invented()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "cycling", Minutes = 25 });

        var activity = await user.ActivityAsync(workout.Id);
        await user.RunAsync(activity);

        var samples = (await user.GetAsync($"activities/{activity["id"]}/heart-rate"))["samples"]!.AsArray();
        var decoded = DecodedFit.Of(
            await File.ReadAllBytesAsync(Directory.GetFiles(system.Files).Single(), TestContext.Current.CancellationToken)
        );
        decoded["integrity"]!.GetValue<bool>().ShouldBeTrue();
        decoded["errors"]!.AsArray().ShouldBeEmpty();
        var records = decoded["messages"]!["recordMesgs"]!.AsArray();
        records.Select(record => record!["timestamp"]!.GetValue<DateTimeOffset>()).ShouldBe(samples.Select(Time));
        records.Select(record => record!["heartRate"]!.GetValue<int>()).ShouldBe(samples.Select(sample => sample!["bpm"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Late_heart_rate_is_asked_for_again_and_the_file_is_rewritten_under_its_name()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", HeartRateDelay = TimeSpan.FromMinutes(25) });

        var early = await user.ActivityAsync(workout.Id);
        await user.RunAsync(early);
        early["state"]!.GetValue<string>().ShouldBe("provisional");
        var file = Directory.GetFiles(system.Files).ShouldHaveSingleItem();
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await AdvanceBySettleScheduleAsync(system);

        var late = await user.ActivityAsync(workout.Id, activity => State(activity) == "settled");
        await user.RunAsync(late);
        late["revision"]!.GetValue<int>().ShouldBeGreaterThan(early["revision"]!.GetValue<int>());
        late["heartRate"]!["samples"]!.GetValue<int>().ShouldBeGreaterThan(200);
        Directory.GetFiles(system.Files).ShouldHaveSingleItem().ShouldBe(file);
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldNotBe(before);
    }

    [Fact]
    public async Task Heart_rate_that_never_comes_ends_the_waiting()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "yoga", HeartRate = HeartRateDensity.None });

        await user.ActivityAsync(workout.Id, activity => State(activity) == "provisional");
        await AdvanceBySettleScheduleAsync(system);

        var settled = await user.ActivityAsync(workout.Id, activity => State(activity) == "settled");
        settled["heartRate"].ShouldBeNull();
        var run = await user.RunAsync(settled);
        run["boosters"]![0]!["state"]!.GetValue<string>().ShouldBe("skipped");
        run["boosters"]![0]!["reason"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_edit_changes_activity_and_file_in_place()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "walking", Minutes = 30 });
        await user.RunAsync(await user.ActivityAsync(workout.Id));
        var file = Directory.GetFiles(system.Files).ShouldHaveSingleItem();

        system.Simulator.Control.EditWorkout(workout.Id, new() { Activity = "hiking", Label = "Up the hill" });

        var edited = await user.ActivityAsync(workout.Id, activity => activity["revision"]!.GetValue<int>() == 2);
        await user.RunAsync(edited);
        edited["title"]!.GetValue<string>().ShouldBe("Up the hill");
        edited["type"]!.GetValue<string>().ShouldBe("hiking");
        Directory.GetFiles(system.Files).ShouldHaveSingleItem().ShouldBe(file, "the file keeps its first name");
        var decoded = DecodedFit.Of(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        decoded["messages"]!["sessionMesgs"]![0]!["sport"]!.GetValue<string>().ShouldBe("hiking");
    }

    [Fact]
    public async Task A_deleted_workout_leaves_its_file_and_closes_its_public_page()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        var run = await user.RunAsync(await user.ActivityAsync(workout.Id));
        var page = Delivery(run, "showcase")["url"]!.GetValue<string>();
        using var anyone = system.Anonymous();
        (await anyone.GetAsync(page, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        system.Simulator.Control.DeleteWorkout(workout.Id);

        await user.ActivityAsync(workout.Id, activity => State(activity) == "deleted");
        Directory.GetFiles(system.Files).ShouldHaveSingleItem();
        (await anyone.GetAsync(page, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_repeated_webhook_changes_nothing()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        system.Simulator.Control.RepeatWebhooks(1);

        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });

        await user.RunAsync(await user.ActivityAsync(workout.Id));
        await TestSystem.UntilAsync(
            () => Task.FromResult(system.Simulator.Control.Deliveries.Count(delivery => delivery.ObjectId == workout.Id) >= 2),
            "the webhook was sent twice"
        );
        (await user.ActivityAsync(workout.Id))["revision"]!.GetValue<int>().ShouldBe(1);
        Directory.GetFiles(system.Files).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_workout_whose_webhook_was_lost_is_found_by_looking_again()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Notify = false });

        await system.AdvanceAsync(TimeSpan.FromMinutes(80));

        await user.RunAsync(await user.ActivityAsync(workout.Id));
        Directory.GetFiles(system.Files).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_document_that_is_not_there_yet_is_asked_for_again()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await ReadyUserAsync(system);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Notify = false });
        system.Simulator.Control.HideDocument(workout.Id, TimeSpan.FromMinutes(1));

        system.Simulator.Control.Notify("demo", "create", "workout", workout.Id);
        var path = $"/v2/usercollection/workout/{workout.Id}";
        await TestSystem.UntilAsync(() => Task.FromResult(system.Simulator.Control.CountRequests(path) >= 1), "it was asked for once");
        for (var minute = 0; minute < 4; minute++)
        {
            await system.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await user.RunAsync(await user.ActivityAsync(workout.Id));
    }

    private static async Task<TestUser> ReadyUserAsync(TestSystem system)
    {
        var user = await system.AddUserAsync();
        await user.ConnectAsync();
        foreach (var recipe in await user.ListAsync("pipelines"))
        {
            await user.Http.DeleteAsync($"/api/v1/pipelines/{recipe!["id"]}", TestContext.Current.CancellationToken);
        }

        await user.AddPipelineAsync(system.Time.GetUtcNow() - TimeSpan.FromHours(2));
        await TestSystem.UntilAsync(
            async () => (await user.ListAsync("runs?limit=200")).All(run => State(run!) is not ("waiting" or "running" or "delivering")),
            "the pipeline has seen what was imported"
        );
        foreach (var file in Directory.GetFiles(system.Files))
        {
            File.Delete(file);
        }

        return user;
    }

    // Step by step, so that each wait of the schedule is met, with time for the work in between.
    private static async Task AdvanceBySettleScheduleAsync(TestSystem system)
    {
        foreach (var minutes in new[] { 3, 11, 31, 121, 1441 })
        {
            await system.AdvanceAsync(TimeSpan.FromMinutes(minutes));
            await TestSystem.UntilAsync(async () => !await IsSettlingNowAsync(system), "what was due has been asked for");
        }
    }

    private static async Task<bool> IsSettlingNowAsync(TestSystem system)
    {
        await using var db = await system.Database.OpenAsync(TestContext.Current.CancellationToken);
        var now = system.Time.GetUtcNow();
        return db.Schedule.Any(row =>
            row.Kind == FetchKind.Settle
            && (
                row.State == WorkState.Running
                || (
                    (row.State == WorkState.Waiting || row.State == WorkState.Snoozed || row.State == WorkState.Retrying)
                    && row.NextAttemptAt <= now
                )
            )
        );
    }

    private static int ExpectedImports(TestSystem system)
    {
        var today = DateOnly.FromDateTime(system.Time.GetUtcNow().UtcDateTime);
        return system
            .Simulator.Control.Workouts("demo")
            .Count(workout => workout.Day >= today.AddDays(-30) && workout.Day <= today.AddDays(1));
    }

    private static DateTimeOffset Time(JsonNode? sample) => sample!["time"]!.GetValue<DateTimeOffset>();

    private static string State(JsonNode node) => node["state"]!.GetValue<string>();

    private static JsonNode Delivery(JsonNode run, string target) =>
        run["deliveries"]!.AsArray().Single(delivery => delivery!["target"]!.GetValue<string>() == target)!;
}
