using FitGlue.Engine.Answers;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Answers;

/// <summary>A person whose connection stands in the way gets that as the answer to everything.</summary>
public sealed class ConnectionAnswers
{
    [Fact]
    public async Task Who_has_connected_nothing_is_told_so()
    {
        await using var patient = await Patient.StrangerAsync();

        await ShouldAllBeAsync(patient, "not-connected");
    }

    [Fact]
    public async Task Who_paused_the_connection_is_told_so()
    {
        await using var patient = await Patient.AdmitAsync();
        var connection = await patient.ConnectionAsync();

        var paused = await patient.User.PostAsync($"connections/{connection["id"]}/pause");

        paused["state"]!.GetValue<string>().ShouldBe("paused");
        await ShouldAllBeAsync(patient, "paused");
        var resumed = await patient.User.PostAsync($"connections/{connection["id"]}/resume");
        resumed["state"]!.GetValue<string>().ShouldBe("up");
    }

    [Fact]
    public async Task Who_took_the_access_back_has_to_reconnect()
    {
        await using var patient = await Patient.AdmitAsync();
        patient.Cloud.RevokeGrants("demo");

        var check = await patient.CheckAsync();

        check["state"]!.GetValue<string>().ShouldBe("reconnect");
        check["probes"]![0]!["state"]!.GetValue<string>().ShouldBe("failed");
        await ShouldAllBeAsync(patient, "reconnect");
    }

    [Fact]
    public async Task A_membership_that_lapsed_is_named()
    {
        await using var patient = await Patient.AdmitAsync();
        patient.Cloud.ChangePerson("demo", person => person with { MembershipActive = false });

        (await patient.CheckAsync())["state"]!.GetValue<string>().ShouldBe("limited");

        await ShouldAllBeAsync(patient, "membership-lapsed");
    }

    [Fact]
    public async Task An_app_that_is_too_old_is_named()
    {
        await using var patient = await Patient.AdmitAsync();
        patient.Cloud.AddFault(
            new()
            {
                Path = "/v2/usercollection/*",
                Kind = FaultKind.UpgradeRequired,
                Times = null,
            }
        );

        await patient.CheckAsync();

        await ShouldAllBeAsync(patient, "app-outdated");
    }

    [Fact]
    public async Task A_wrong_setting_of_the_server_is_the_move_of_whoever_runs_it()
    {
        await using var patient = await Patient.AdmitAsync();
        patient.Cloud.AddFault(
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
        patient.Cloud.ExpireAccessTokens();

        await patient.CheckAsync();

        await ShouldAllBeAsync(patient, "server-misconfigured");
        (await patient.AskAsync(Questions.NoActivities))["move"]!.GetValue<string>().ShouldBe("us");
    }

    private static async Task ShouldAllBeAsync(Patient patient, string verdict)
    {
        foreach (var question in Questions.All)
        {
            var answer = await patient.VerdictAsync(question, verdict);
            answer["nextStep"]!.GetValue<string>().ShouldNotBeEmpty();
        }
    }
}
