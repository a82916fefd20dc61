using System.Text.Json.Nodes;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Work;
using FitGlue.Simulator;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Answers;

/// <summary>A simulated person for each answer to “sync is delayed”.</summary>
public sealed class DelayedSyncAnswers
{
    private const string Question = Questions.DelayedSync;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workout_that_arrives_at_once_is_well_and_its_three_clocks_are_told()
    {
        await using var patient = await ReadyAsync();
        var workout = patient.Cloud.AddWorkout(new() { Activity = "running" });
        await patient.User.RunAsync(await patient.User.ActivityAsync(workout.Id));

        var answer = await patient.VerdictAsync(Question, "all-well");

        foreach (var clock in new[] { "End → source", "Source → here", "Here → targets" })
        {
            Figure(answer, $"{clock}, cases").ShouldBeGreaterThanOrEqualTo(1, clock);
            Figure(answer, $"{clock}, half within").ShouldBeLessThan(120, clock);
        }
    }

    [Fact]
    public async Task A_workout_that_stayed_in_the_ring_is_late_to_the_source()
    {
        await using var patient = await ReadyAsync(person =>
            Patient.With(person, habits => habits with { NoWorkoutsFrom = new(2026, 1, 1) })
        );
        var workout = patient.Cloud.AddWorkout(new() { Activity = "running", OnRing = true });
        await patient.System.AdvanceAsync(TimeSpan.FromHours(5));
        patient.Cloud.Sync("demo");
        await patient.User.ActivityAsync(workout.Id);

        var answer = await patient.VerdictAsync(Question, "late-to-source");

        answer["move"]!.GetValue<string>().ShouldBe("you");
        Figure(answer, "End → source, newest").ShouldBeGreaterThan(4.9 * 3600);
    }

    [Fact]
    public async Task A_ring_that_was_not_synced_is_named_with_its_newest_reading()
    {
        await using var patient = await Patient.AdmitAsync();
        await patient.System.AdvanceAsync(TimeSpan.FromHours(14));
        await patient.CheckAsync();

        var answer = await patient.VerdictAsync(Question, "not-synced");

        answer["nextStep"]!.GetValue<string>().ShouldBe("Open the Oura app near the ring.");
    }

    [Fact]
    public async Task Silent_webhooks_are_our_move()
    {
        await using var patient = await ReadyAsync();
        patient.Cloud.Turn(knobs => knobs with { WebhooksLost = true });
        var workout = patient.Cloud.AddWorkout(new() { Activity = "running" });
        await patient.CheckAsync();
        await patient.User.ActivityAsync(workout.Id);
        // As looking again leaves it that found what no webhook told.
        await patient.System.Database.WriteAsync(
            db =>
                db.Connections.ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.WebhooksSilentSince, patient.Now.AddHours(-7)),
                    Cancellation
                ),
            Cancellation
        );

        var answer = await patient.VerdictAsync(Question, "webhooks-silent");
        answer["move"]!.GetValue<string>().ShouldBe("us");
        (await patient.ConnectionAsync())["state"]!.GetValue<string>().ShouldBe("late");
    }

    [Fact]
    public async Task A_limit_of_the_source_is_waited_for()
    {
        await using var patient = await ReadyAsync();
        patient.Cloud.AddFault(
            new()
            {
                Path = "/v2/usercollection/workout*",
                Kind = FaultKind.RateLimited,
                RetryAfterSeconds = 600,
            }
        );
        patient.Cloud.AddWorkout(new() { Activity = "running" });

        var answer = await patient.VerdictAsync(Question, "source-limit");

        answer["move"]!.GetValue<string>().ShouldBe("nobody");
    }

    [Fact]
    public async Task A_delivery_that_only_the_person_can_help_leads_to_its_run()
    {
        await using var patient = await ReadyAsync();
        await ChangeDeliveryAsync(patient, delivery => delivery.State = WorkState.NeedsYou);

        var answer = await patient.VerdictAsync(Question, "delivery-needs-you");

        answer["link"]!.GetValue<string>().ShouldStartWith("/runs/");
    }

    [Fact]
    public async Task A_target_that_has_to_be_waited_for_is_named()
    {
        await using var patient = await ReadyAsync();
        await ChangeDeliveryAsync(
            patient,
            delivery => (delivery.State, delivery.NextAttemptAt) = (WorkState.Snoozed, patient.Now.AddHours(3))
        );

        var answer = await patient.VerdictAsync(Question, "target-limit");

        answer["headline"]!.GetValue<string>().ShouldStartWith("Waiting for ");
    }

    [Fact]
    public async Task Work_that_piles_up_here_is_our_move()
    {
        await using var patient = await ReadyAsync();
        // Somebody else holds it: as a worker that hangs.
        await ChangeDeliveryAsync(
            patient,
            delivery =>
                (delivery.State, delivery.NextAttemptAt, delivery.LeaseOwner, delivery.LeaseUntil) = (
                    WorkState.Running,
                    patient.Now.AddMinutes(-20),
                    Guid.NewGuid(),
                    patient.Now.AddHours(1)
                )
        );

        var answer = await patient.VerdictAsync(Question, "backlog");

        answer["move"]!.GetValue<string>().ShouldBe("us");
    }

    [Fact]
    public async Task Without_a_public_address_polling_is_said_to_be_as_complete()
    {
        await using var patient = await Patient.StrangerAsync(settings: ("FitGlue:PublicUrl", ""));
        await patient.ConnectOnlyAsync();

        var answer = await patient.VerdictAsync(Question, "polling-only");

        answer["severity"]!.GetValue<string>().ShouldBe("well");
        answer["headline"]!.GetValue<string>().ShouldContain("every 15 min");
    }

    [Fact]
    public async Task Without_a_workout_there_is_no_delay_to_measure()
    {
        await using var patient = await Patient.AdmitAsync(person =>
            Patient.With(person, habits => habits with { NoWorkoutsFrom = new(2026, 1, 1) })
        );

        await patient.VerdictAsync(Question, "nothing-to-measure");
    }

    private static async Task<Patient> ReadyAsync(Func<Person, Person>? live = null)
    {
        var patient = await Patient.AdmitAsync(live);
        await patient.User.AddPipelineAsync(patient.Now.AddHours(-2));
        return patient;
    }

    private static async Task ChangeDeliveryAsync(Patient patient, Action<Engine.Deliver.Delivery> change)
    {
        var workout = patient.Cloud.AddWorkout(new() { Activity = "running" });
        await patient.User.RunAsync(await patient.User.ActivityAsync(workout.Id));
        await patient.System.Database.WriteAsync(
            async db => change(await db.Deliveries.OrderByDescending(row => row.StartTime).FirstAsync(Cancellation)),
            Cancellation
        );
    }

    private static double Figure(JsonNode answer, string label) =>
        answer["numbers"]!.AsArray().Single(number => number!["label"]!.GetValue<string>() == label)!["value"]!.GetValue<double>();
}
