using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary><c>fitglue backfill</c> as a process of its own beside the server, on its socket.</summary>
public sealed class BackfillCommandTests
{
    private static readonly DateOnly From = new(2026, 5, 1);
    private static readonly DateOnly To = new(2026, 5, 6);

    [Fact]
    public async Task It_counts_then_fetches_and_tells_the_outcome_on_standard_output_and_the_rest_beside_it()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        var expected = system.Simulator.Control.Workouts("demo").Count(workout => workout.Day >= From && workout.Day <= To);

        var counted = await BackfillAsync(system, "--dry-run", "--json");
        var fetched = await BackfillAsync(system);

        counted.Code.ShouldBe(0, counted.Errors);
        var outcome = JsonNode.Parse(counted.Output)!;
        (outcome["state"]!.GetValue<string>(), outcome["listed"]!.GetValue<int>()).ShouldBe(("done", expected));
        fetched.Code.ShouldBe(0, fetched.Errors);
        fetched.Output.ShouldStartWith($"{expected} workouts fetched, 0 waiting");
        fetched.Errors.ShouldContain(" %: ");
        await system.UntilInAsync(user, From, To, expected);
    }

    [Fact]
    public async Task It_says_whose_move_it_is_where_it_cannot()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();

        var unconnected = await BackfillAsync(system);
        var nobody = await BackfillAsync(system, "--user", "nobody@example.org");
        await system.StopServerAsync();
        var alone = await BackfillAsync(system);
        var without = await FitGlueCommand.TellAsync(null, "backfill", "--data", system.Data);

        (unconnected.Code, unconnected.Output).ShouldBe((2, ""));
        unconnected.Errors.ShouldContain("onnect");
        nobody.Code.ShouldBe(2);
        nobody.Errors.ShouldContain("nobody@example.org");
        alone.Code.ShouldBe(5);
        alone.Errors.ShouldContain("No server runs on");
        without.Code.ShouldBe(2);
        without.Errors.ShouldContain("--from");
    }

    private static Task<(int Code, string Output, string Errors)> BackfillAsync(TestSystem system, params string[] more) =>
        FitGlueCommand.TellAsync(null, ["backfill", "--from", Iso(From), "--to", Iso(To), "--data", system.Data, .. more]);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
