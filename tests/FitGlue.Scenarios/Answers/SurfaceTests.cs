using System.Net;
using System.Text.Json.Nodes;
using FitGlue.Engine;
using FitGlue.Engine.Answers;
using FitGlue.Server.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Answers;

/// <summary>One answer, whoever asks: the page, the API or the program beside a running server.</summary>
public sealed class SurfaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_and_doctor_say_the_same()
    {
        await using var patient = await Patient.AdmitAsync();
        await patient.User.ActivityAsync(patient.Cloud.AddWorkout(new() { Activity = "running" }).Id);

        var api = await patient.User.GetAsync("diagnostics");
        var report = await DoctorAsync(patient);

        var person = report.People.ShouldHaveSingleItem();
        person.Person.ShouldBe("s***@e***");
        person.Answers.Select(answer => answer.Question).ShouldBe(Questions.All);
        person.Answers.Select(answer => $"{answer.Question} {answer.Verdict}").ShouldBe(Verdicts(api));
        person.Connections.ShouldHaveSingleItem().State.ToString().ShouldBe("Up");
        var ids = api["checks"]!.AsArray().Select(check => check!["id"]!.GetValue<string>()).ToList();
        report.Checks.Select(check => check.Id).ShouldBe(ids);
        ids.ShouldBeUnique();
        foreach (
            var id in new[] { "paths", "disk", "database", "schema", "keys", "clock", "backups", "public-address", "subscriptions-oura" }
        )
        {
            ids.ShouldContain(id);
        }
    }

    [Fact]
    public async Task Where_there_is_no_database_doctor_says_how_to_get_one()
    {
        var report = await Doctor.RunAsync(
            Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")),
            new ConfigurationBuilder().Build(),
            TimeProvider.System,
            Cancellation
        );

        report.Checks.ShouldHaveSingleItem().Id.ShouldBe("database");
        report.People.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_check_asks_the_source_everything_and_is_remembered()
    {
        await using var patient = await Patient.AdmitAsync();

        var check = await patient.CheckAsync();

        Probes(check)
            .ShouldBe([
                "token ok",
                "workouts ok",
                "heart-rate ok",
                "days-readiness ok",
                "days-sleep ok",
                "days-movement ok",
                "webhooks ok",
            ]);
        check["state"]!.GetValue<string>().ShouldBe("up");
        var connection = await patient.ConnectionAsync();
        Probes(connection).ShouldBe(Probes(check));
        connection["lastDataAt"]!.GetValue<DateTimeOffset>().ShouldBeInRange(patient.Now.AddHours(-3), patient.Now);
        connection["subscription"]!["count"]!.GetValue<int>().ShouldBe(3);
        connection["nextCheckAt"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(patient.Now);
        connection["scopes"]!.AsArray().ShouldAllBe(scope => scope!["granted"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_check_says_which_permission_is_missing()
    {
        await using var patient = await Patient.AdmitAsync(person => person with { RefusedScopes = ["heartrate", "daily"] });

        var check = await patient.CheckAsync();

        Probes(check).ShouldContain("workouts ok");
        Probes(check).ShouldContain("heart-rate skipped");
        Probes(check).ShouldContain("days-sleep skipped");
        check["probes"]![2]!["text"]!.GetValue<string>().ShouldContain("“heartrate” was not granted");
    }

    [Fact]
    public async Task Nobody_sees_the_answers_of_another()
    {
        await using var patient = await Patient.AdmitAsync();
        using var other = await patient.System.AddUserAsync("other@example.org");
        var connection = (await patient.ConnectionAsync())["id"];

        (await other.GetAsync("diagnostics"))["connections"]!.AsArray().ShouldBeEmpty();
        foreach (var action in new[] { "check", "pause", "resume" })
        {
            using var answer = await other.Http.PostAsync($"/api/v1/connections/{connection}/{action}", null, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, action);
        }

        using var unknown = await other.Http.GetAsync("/api/v1/diagnostics/unheard-of", Cancellation);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<DoctorReport> DoctorAsync(Patient patient)
    {
        var services = patient.System.Services;
        var directory = services.GetRequiredService<IOptions<EngineOptions>>().Value.DataDirectory;
        return await Doctor.RunAsync(directory, services.GetRequiredService<IConfiguration>(), patient.System.Time, Cancellation);
    }

    private static IEnumerable<string> Verdicts(JsonNode api) =>
        api["answers"]!.AsArray().Select(answer => $"{answer!["question"]} {answer["verdict"]}");

    private static IReadOnlyList<string> Probes(JsonNode node) =>
        [.. node["probes"]!.AsArray().Select(probe => $"{probe!["id"]} {probe["state"]}")];
}
