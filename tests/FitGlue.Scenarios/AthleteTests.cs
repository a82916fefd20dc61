using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>Whose body it is, from the source through the whole system.</summary>
public sealed class AthleteTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_figures_of_the_ring_are_in_use_until_the_person_types_their_own()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        (await user.GetAsync("athlete"))["origins"]!.AsObject().ShouldBeEmpty();

        await user.ConnectAsync();
        var said = await AthleteAsync(user, athlete => athlete["weightKg"] is not null && Origin(athlete, "restingHeartRate") is not null);
        var typed = await TypeAsync(user, new { weightKg = 70.5, maxHeartRate = 181 });

        // 38 years old in June: born in 1987 or 1988.
        (Number(said, "birthYear"), Origin(said, "birthYear")).ShouldBe((1987, "oura"));
        said["birthYearApproximate"]!.GetValue<bool>().ShouldBeTrue();
        (said["sex"]!.GetValue<string>(), Origin(said, "sex")).ShouldBe(("female", "oura"));
        (Number(said, "weightKg"), Origin(said, "weightKg")).ShouldBe((74.5, "oura"));
        (Number(said, "maxHeartRate"), Origin(said, "maxHeartRate")).ShouldBe((181, "estimated"));
        Number(said, "restingHeartRate").ShouldBeInRange(45, 65);
        Origin(said, "restingHeartRate").ShouldBe("nights");
        (Number(typed, "weightKg"), Origin(typed, "weightKg"), Origin(typed, "maxHeartRate")).ShouldBe((70.5, "typed", "typed"));
        Origin(typed, "birthYear").ShouldBe("oura");
    }

    // Flaw: the answer sent back made what was estimated what the person said.
    [Fact]
    public async Task What_is_estimated_is_never_stored_as_typed()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var said = await TypeAsync(user, new { birthYear = 1986, weightKg = 70.5 });

        using var refused = await user.Http.PutAsJsonAsync("/api/v1/athlete", said, Cancellation);
        var same = await TypeAsync(user, said["typed"]!);

        (Number(said, "maxHeartRate"), Origin(said, "maxHeartRate")).ShouldBe((180, "estimated"));
        said["typed"]!
            .ToJsonString()
            .ShouldBe("""{"birthYear":1986,"sex":null,"maxHeartRate":null,"restingHeartRate":null,"weightKg":70.5}""");
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("to set: send what “typed” of the answer holds.");
        same.ToJsonString().ShouldBe(said.ToJsonString());
    }

    [Fact]
    public async Task Without_the_permission_the_connection_says_what_is_missing_and_what_it_costs()
    {
        await using var system = await TestSystem.StartAsync();
        system.Simulator.Control.ChangePerson("demo", person => person with { RefusedScopes = ["personal"] });
        using var user = await system.AddUserAsync();

        var connection = await user.ConnectAsync();

        var scope = connection["scopes"]!.AsArray().Single(scope => scope!["scope"]!.GetValue<string>() == "personal")!;
        (scope["granted"]!.GetValue<bool>(), scope["without"]!.GetValue<string>()).ShouldBe(
            (false, "Without it zones, training load and calories know only what you type on the Athlete page.")
        );
        connection["missingScopes"]!.AsArray().Select(missing => missing!.GetValue<string>()).ShouldBe(["personal"]);
        (await user.GetAsync("athlete"))["origins"]!.AsObject().Select(origin => origin.Key).ShouldNotContain("weightKg");
    }

    [Fact]
    public async Task A_connection_that_ends_takes_its_figures_with_it()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var connection = await user.ConnectAsync();
        await AthleteAsync(user, athlete => athlete["weightKg"] is not null);

        using var answer = await user.Http.DeleteAsync($"/api/v1/connections/{connection["id"]}", Cancellation);

        answer.EnsureSuccessStatusCode();
        await AthleteAsync(user, athlete => athlete["weightKg"] is null && athlete["sex"] is null && athlete["birthYear"] is null);
    }

    private static Task<JsonNode> AthleteAsync(TestUser user, Func<JsonNode, bool> when) =>
        TestSystem.UntilAsync(
            async () => await user.GetAsync("athlete") is var athlete && when(athlete) ? athlete : null,
            "the athlete is as expected"
        );

    private static async Task<JsonNode> TypeAsync(TestUser user, object figures)
    {
        using var answer = await user.Http.PutAsJsonAsync("/api/v1/athlete", figures, Cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
    }

    private static double Number(JsonNode athlete, string field) => athlete[field]!.GetValue<double>();

    private static string? Origin(JsonNode athlete, string field) => athlete["origins"]![field]?.GetValue<string>();
}
