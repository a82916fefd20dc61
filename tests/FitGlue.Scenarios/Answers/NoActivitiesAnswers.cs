using FitGlue.Engine.Answers;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Work;
using FitGlue.Simulator;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Answers;

/// <summary>A simulated person for each answer to “no activities detected”.</summary>
public sealed class NoActivitiesAnswers
{
    private const string Question = Questions.NoActivities;

    [Fact]
    public async Task Workouts_that_are_here_are_well()
    {
        await using var patient = await Patient.AdmitAsync();
        await patient.User.ActivityAsync(patient.Cloud.AddWorkout(new() { Activity = "running" }).Id);

        var answer = await patient.VerdictAsync(Question, "all-well");

        answer["severity"]!.GetValue<string>().ShouldBe("well");
        answer["move"]!.GetValue<string>().ShouldBe("nobody");
    }

    [Fact]
    public async Task A_permission_that_was_never_granted_is_named()
    {
        await using var patient = await Patient.StrangerAsync(person => person with { RefusedScopes = ["workout"] });
        await patient.ConnectOnlyAsync();

        var answer = await patient.VerdictAsync(Question, "scope-missing");

        answer["nextStep"]!.GetValue<string>().ShouldContain("Reconnect");
    }

    [Fact]
    public async Task A_permission_that_was_taken_back_is_named()
    {
        await using var patient = await Patient.AdmitAsync();
        patient.Cloud.WithdrawScope("demo", "workout");

        await patient.CheckAsync();

        await patient.VerdictAsync(Question, "permission-missing");
    }

    [Fact]
    public async Task Before_the_first_import_is_through_it_is_waited_for()
    {
        await using var patient = await Patient.StrangerAsync();
        Fail(patient, "/v2/usercollection/workout*");
        await patient.ConnectOnlyAsync();

        await patient.VerdictAsync(Question, "first-import");
    }

    [Fact]
    public async Task A_source_that_is_out_of_reach_for_a_day_is_the_move_of_the_source()
    {
        await using var patient = await Patient.AdmitAsync();
        Fail(patient, "/v2/usercollection/*");
        await patient.System.AdvanceAsync(TimeSpan.FromHours(30));

        var answer = await patient.VerdictAsync(Question, "source-unreachable");

        answer["move"]!.GetValue<string>().ShouldBe("source");
        (await patient.ConnectionAsync())["state"]!.GetValue<string>().ShouldBe("late");
    }

    [Fact]
    public async Task What_we_missed_is_ours_and_is_fetched()
    {
        await using var patient = await Patient.AdmitAsync();
        var workout = patient.Cloud.AddWorkout(new() { Activity = "running", Notify = false });

        var answer = await patient.AskAsync(Question, probe: true);

        answer["verdict"]!.GetValue<string>().ShouldBe("we-missed-them");
        answer["move"]!.GetValue<string>().ShouldBe("us");
        await patient.User.ActivityAsync(workout.Id);
        await patient.VerdictAsync(Question, "all-well", probe: true);
    }

    [Fact]
    public async Task A_session_is_no_activity_that_was_detected()
    {
        await using var patient = await Patient.StrangerAsync(person =>
            Patient.With(person, habits => habits with { NoWorkoutsFrom = new(2026, 1, 1) })
        );
        await patient.User.PostAsync(
            "pipelines",
            new
            {
                name = "Calm",
                source = "oura",
                sourceSettings = new { meditationSessions = true },
                targets = new[] { new { type = "files" } },
            }
        );
        await patient.User.ConnectAsync();
        await patient.ReadDaysAsync();
        var before = await patient.AskAsync(Question, probe: true);

        var session = patient.Cloud.AddSession(new NewSession());
        await patient.User.ActivityAsync($"session-{session.Id}");
        var after = await patient.AskAsync(Question, probe: true);

        before["verdict"]!.GetValue<string>().ShouldNotBe("all-well");
        after["verdict"]!.GetValue<string>().ShouldBe(before["verdict"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_announced_and_not_there_yet_is_being_fetched()
    {
        await using var patient = await Patient.AdmitAsync();
        var workout = patient.Cloud.AddWorkout(new() { Activity = "running", Notify = false });
        patient.Cloud.HideDocument(workout.Id, TimeSpan.FromHours(1));
        patient.Cloud.Notify("demo", "create", "workout", workout.Id);

        var answer = await patient.VerdictAsync(Question, "being-fetched");

        answer["move"]!.GetValue<string>().ShouldBe("us");
    }

    [Fact]
    public async Task A_ring_that_was_not_synced_for_days_is_named_with_its_newest_reading()
    {
        await using var patient = await Patient.AdmitAsync(person =>
            Patient.With(person, habits => habits with { NoWorkoutsFrom = new(2026, 1, 1) })
        );
        await patient.System.AdvanceAsync(TimeSpan.FromHours(40));
        await patient.CheckAsync();

        var answer = await patient.VerdictAsync(Question, "not-synced", probe: true);

        answer["nextStep"]!.GetValue<string>().ShouldBe("Open the Oura app near the ring.");
        (await patient.ConnectionAsync())["state"]!.GetValue<string>().ShouldBe("late");
    }

    [Fact]
    public async Task A_ring_that_was_not_worn_is_named()
    {
        await using var patient = await Patient.AdmitAsync(person =>
            Patient.With(
                person,
                habits =>
                    habits with
                    {
                        NoWorkoutsFrom = new(2026, 1, 1),
                        NotWorn = [new(new(2026, 6, 13, 4, 0, 0, TimeSpan.Zero), new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero))],
                    }
            )
        );
        await patient.CheckAsync();
        await patient.ReadDaysAsync();

        await patient.VerdictAsync(Question, "ring-not-worn");
    }

    [Fact]
    public async Task Short_movement_is_told_with_its_longest_stretch()
    {
        await using var patient = await Patient.AdmitAsync(person =>
            Patient.With(person, habits => habits with { NoWorkoutsFrom = new(2026, 1, 1), LongestStretchMinutes = 10 })
        );
        await patient.CheckAsync();
        await patient.ReadDaysAsync();

        var answer = await patient.VerdictAsync(Question, "nothing-detected");
        answer["headline"]!.GetValue<string>().ShouldContain("The longest stretch of movement was 10 min");
    }

    [Fact]
    public async Task Workouts_without_a_pipeline_are_told()
    {
        await using var patient = await Patient.AdmitAsync();
        await patient.User.ActivityAsync(patient.Cloud.AddWorkout(new() { Activity = "running" }).Id);
        foreach (var pipeline in await patient.User.ListAsync("pipelines"))
        {
            await patient.User.Http.DeleteAsync($"/api/v1/pipelines/{pipeline!["id"]}", TestContext.Current.CancellationToken);
        }

        var answer = await patient.VerdictAsync(Question, "pipeline-off");

        answer["link"]!.GetValue<string>().ShouldBe("/pipelines");
    }

    [Fact]
    public async Task Workouts_that_a_rule_held_back_lead_to_the_rule()
    {
        await using var patient = await Patient.AdmitAsync(person =>
            Patient.With(person, habits => habits with { NoWorkoutsFrom = new(2026, 1, 1) })
        );
        foreach (var pipeline in await patient.User.ListAsync("pipelines"))
        {
            await patient.User.Http.DeleteAsync($"/api/v1/pipelines/{pipeline!["id"]}", TestContext.Current.CancellationToken);
        }

        await patient.User.PostAsync(
            "pipelines",
            new
            {
                name = "Long ones",
                source = "oura",
                sourceSettings = new { minimumMinutes = 60 },
                boosters = Array.Empty<object>(),
                targets = new[] { new { type = "files" } },
            }
        );
        var activity = await patient.User.ActivityAsync(patient.Cloud.AddWorkout(new() { Activity = "walking", Minutes = 12 }).Id);
        await TestSystem.UntilAsync(
            async () => (await patient.User.ListAsync($"runs?activityId={activity["id"]}&state=held-back")).Count > 0,
            "its run is held back"
        );
        var answer = await patient.VerdictAsync(Question, "held-back");

        answer["link"]!.GetValue<string>().ShouldStartWith("/runs/");
    }

    private static void Fail(Patient patient, string path) =>
        patient.Cloud.AddFault(
            new()
            {
                Path = path,
                Kind = FaultKind.ServerError,
                Status = 503,
                Times = null,
            }
        );
}
