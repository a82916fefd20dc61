using FitGlue.Engine.Connections;
using FitGlue.Simulator;
using Shouldly;

namespace FitGlue.Scenarios.Lab;

/// <summary>Sign-ins that end, are lost in a crash, lapse or lack a permission.</summary>
internal static class GrantFaults
{
    public static IReadOnlyList<(string, Func<int, Task<FaultOutcome>>)> All { get; } =
    [
        ("50 workouts find an expired token", FiftyAsync),
        ("the answer to a refresh is lost", LostRefreshAsync),
        ("access taken back at the cloud", RevokedAsync),
        ("access taken back in a backfill", RevokedInBackfillAsync),
        ("membership lapsed for two days", MembershipAsync),
        ("heart rate not granted (401), then granted", seed => ScopeAsync(seed, 401)),
        ("heart rate not granted (403), then granted", seed => ScopeAsync(seed, 403)),
    ];

    private static async Task<FaultOutcome> FiftyAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var refreshes = lab.Cloud.Grants.Sum(grant => grant.Refreshes);
        lab.Cloud.ExpireAccessTokens();
        for (var i = 0; i < 50; i++)
        {
            lab.Train(new() { Activity = "walking", Minutes = 10 });
        }

        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(1));
        (lab.Cloud.Grants.Sum(grant => grant.Refreshes) - refreshes).ShouldBe(1, "one refresh for all");
        return outcome;
    }

    private static async Task<FaultOutcome> LostRefreshAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.AddFault(
            new()
            {
                Path = "*token*",
                Kind = FaultKind.LostAnswer,
                Method = "POST",
            }
        );
        await lab.PassAsync(TimeSpan.FromHours(30), TimeSpan.FromHours(1));
        lab.Train();
        await lab.PassAsync(TimeSpan.FromHours(1));
        var connection = await lab.ConnectionAsync();
        connection.State.ShouldBe(ConnectionState.Reconnect, connection.StateReason);
        await ReconnectAsync(lab);
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(2), "one reconnect");
    }

    private static async Task<FaultOutcome> RevokedAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.RevokeGrants("demo");
        lab.Train();
        await lab.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(30));
        (await lab.ConnectionAsync()).State.ShouldBe(ConnectionState.Reconnect);
        lab.Cloud.ResetRequests();
        await lab.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromHours(2));
        lab.Cloud.CountRequests("*usercollection*").ShouldBe(0, "nobody asks with a grant that is gone");
        lab.Train();
        await ReconnectAsync(lab);
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(2), "the gap is fetched");
    }

    private static async Task<FaultOutcome> RevokedInBackfillAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var connection = (await lab.User.ListAsync("connections")).Single()!["id"]!.GetValue<string>();
        var today = DateOnly.FromDateTime(lab.System.Time.GetUtcNow().UtcDateTime);
        RevokeAfter(lab, requests: 3 + lab.Draw.Next(6));
        var begun = await lab.User.PostAsync(
            "backfills",
            new
            {
                connectionId = connection,
                from = today.AddDays(-40),
                to = today,
                dryRun = false,
            }
        );
        await lab.PassAsync(TimeSpan.FromHours(1));
        (await lab.ConnectionAsync()).State.ShouldBe(ConnectionState.Reconnect);
        lab.Cloud.ClearFaults();
        await ReconnectAsync(lab);
        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(6));
        var over = await lab.User.GetAsync($"backfills/{begun["id"]}");
        over["state"]!.GetValue<string>().ShouldBe("done");
        var here = (await lab.User.ListAsync("activities?limit=200")).Count;
        here.ShouldBeGreaterThanOrEqualTo(Math.Min(200, lab.Cloud.Workouts("demo").Count(workout => workout.Day >= today.AddDays(-40))));
        return outcome;
    }

    private static async Task<FaultOutcome> MembershipAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.ChangePerson("demo", person => person with { MembershipActive = false });
        lab.Train();
        await lab.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromHours(1));
        var connection = await lab.ConnectionAsync();
        (connection.State, connection.Trouble).ShouldBe((ConnectionState.Limited, Core.TroubleCode.Membership));
        lab.Cloud.CountRequests("*usercollection*").ShouldBeLessThan(150, "no storm into a closed door");
        lab.Cloud.ChangePerson("demo", person => person with { MembershipActive = true });
        lab.Train();
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(4), "back by itself");
    }

    private static async Task<FaultOutcome> ScopeAsync(int seed, int status)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.Turn(knobs => knobs with { MissingScopeStatus = status });
        lab.Cloud.WithdrawScope("demo", "heartrate");
        lab.Train();
        await lab.PassAsync(TimeSpan.FromHours(2));
        var connection = await lab.ConnectionAsync();
        (connection.State, connection.Trouble, connection.TroubleWith).ShouldBe(
            (ConnectionState.Limited, Core.TroubleCode.MissingScope, SourceCall.HeartRate)
        );
        await ReconnectAsync(lab);
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(30), "heart rate comes after");
    }

    // From one request to the next, access token and refresh token are refused.
    private static void RevokeAfter(FaultLab lab, int requests)
    {
        lab.Cloud.AddFault(
            new()
            {
                Path = "/v2/usercollection/*",
                Kind = FaultKind.Unauthorized,
                After = requests,
                Times = null,
            }
        );
        lab.Cloud.AddFault(
            new()
            {
                Path = "*oauth-token*",
                Kind = FaultKind.Custom,
                Status = 400,
                Body = """{"error": "invalid_grant"}""",
                Times = null,
            }
        );
    }

    private static async Task ReconnectAsync(FaultLab lab)
    {
        (await lab.User.FinishConnectAsync(await lab.User.BeginConnectAsync())).ShouldContain("connected=oura");
        await lab.IdleAsync();
    }
}
