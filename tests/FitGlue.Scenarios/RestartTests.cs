using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using FitGlue.Simulator;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>What a stop leaves behind, the next start takes up.</summary>
public sealed class RestartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_was_acknowledged_before_a_stop_is_worked_on_after_the_start()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        system.Simulator.Control.AddFault(
            new()
            {
                Path = "/v2/usercollection/workout/*",
                Kind = FaultKind.ServerError,
                Status = 503,
                Times = null,
            }
        );
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        await TestSystem.UntilAsync(async () => await StateAsync(system, workout.Id) is WorkState.Retrying, "the first try has failed");

        system.Simulator.Control.ClearFaults();
        await system.RestartAsync();
        await system.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await user.ActivityAsync(workout.Id))["revision"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused_and_names_the_first()
    {
        await using var system = await TestSystem.StartAsync();

        var refusal = Should.Throw<DataDirectoryException>(() =>
            DataDirectory.Take(((DataDirectory)system.Services.GetService(typeof(DataDirectory))!).Path)
        );

        refusal.IsInUse.ShouldBeTrue();
        refusal.Message.ShouldContain($"process {Environment.ProcessId}");
    }

    [Fact]
    public async Task The_wrong_portal_is_said_and_the_connection_goes_on_once_it_is_set_right()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        system.Simulator.Control.AddFault(
            new()
            {
                Path = "*token*",
                Method = "POST",
                Kind = FaultKind.Custom,
                Status = 400,
                Body = """{"error":"invalid_request"}""",
                Times = null,
            }
        );
        system.Simulator.Control.ExpireAccessTokens();
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        await TestSystem.UntilAsync(async () => await StateAsync(system, workout.Id) is WorkState.NeedsYou, "the event waits for somebody");
        var limited = (await user.ListAsync("connections")).Single()!;

        system.Simulator.Control.ClearFaults();
        await user.PostAsync($"connections/{limited["id"]}/check");

        limited["state"]!.GetValue<string>().ShouldBe("limited");
        limited["stateReason"]!.GetValue<string>().ShouldContain("Oura__Portal");
        await TestSystem.UntilAsync(async () => await StateAsync(system, workout.Id) is WorkState.Done, "the event is worked on");
        await using var db = await system.Database.OpenAsync(Cancellation);
        (await db.Connections.SingleAsync(Cancellation)).State.ShouldBe(ConnectionState.Up);
    }

    private static async Task<WorkState?> StateAsync(TestSystem system, string objectId)
    {
        await using var db = await system.Database.OpenAsync(Cancellation);
        return (await db.Inbox.AsNoTracking().FirstOrDefaultAsync(row => row.ObjectId == objectId, Cancellation))?.State;
    }
}
