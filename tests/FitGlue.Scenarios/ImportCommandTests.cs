using System.Text.Json.Nodes;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary><c>fitglue import</c> as a process of its own beside the server, on its socket.</summary>
public sealed class ImportCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_uploads_each_file_and_tells_on_standard_output_what_is_here_and_the_rest_beside_it()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var folder = new TemporaryFolder();
        var (good, bad) = (folder.Combine("good.gpx"), folder.Combine("bad.txt"));
        await File.WriteAllBytesAsync(good, RecordedFiles.Gpx(), Cancellation);
        await File.WriteAllTextAsync(bad, "Dear diary", Cancellation);

        var first = await ImportAsync(system, good);
        var mixed = await ImportAsync(system, good, bad, "--json");
        var none = await ImportAsync(system, bad);

        (first.Code, first.Output.Trim()).ShouldBe((0, "good.gpx: kept, goes nowhere yet, Morning ride, 2026-06-14 07:00"), first.Errors);
        first.Errors.ShouldContain("/pipelines/new?source=upload");
        mixed.Code.ShouldBe(6, mixed.Errors);
        JsonNode.Parse(mixed.Output)!["items"]!
            .AsArray()
            .Select(item => (item!["file"]!.GetValue<string>(), item["state"]!.GetValue<string>()))
            .ShouldBe([("good.gpx", "kept"), ("bad.txt", "refused")]);
        (none.Code, none.Output).ShouldBe((2, ""));
        none.Errors.ShouldContain("bad.txt: refused.");
        (await user.ListAsync("activities")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_says_where_files_were_recorded_that_do_not_say_it()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var folder = new TemporaryFolder();
        var ride = folder.Combine("ride.gpx");
        await File.WriteAllBytesAsync(ride, RecordedFiles.Gpx(), Cancellation);

        var unknown = await ImportAsync(system, ride, "--time-zone", "Europe/Atlantis");
        var said = await ImportAsync(system, ride, "--time-zone", "Europe/Helsinki");

        unknown.Code.ShouldNotBe(0);
        unknown.Errors.ShouldContain("this server knows no zone of that name");
        (said.Code, said.Output.Trim()).ShouldBe((0, "ride.gpx: kept, goes nowhere yet, Morning ride, 2026-06-14 10:00"), said.Errors);
    }

    [Fact]
    public async Task It_says_whose_move_it_is_where_it_cannot()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var folder = new TemporaryFolder();
        var good = folder.Combine("good.gpx");
        await File.WriteAllBytesAsync(good, RecordedFiles.Gpx(), Cancellation);

        var missing = await ImportAsync(system, good, folder.Combine("typo.gpx"));
        var nobody = await ImportAsync(system, good, "--user", "nobody@example.org");
        var without = await ImportAsync(system);
        await system.StopServerAsync();
        var alone = await ImportAsync(system, good);

        missing.Code.ShouldBe(2);
        missing.Errors.ShouldContain("typo.gpx");
        nobody.Code.ShouldBe(2);
        nobody.Errors.ShouldContain("nobody@example.org");
        without.Code.ShouldBe(2);
        alone.Code.ShouldBe(5);
        alone.Errors.ShouldContain("No server runs on");
    }

    private static Task<(int Code, string Output, string Errors)> ImportAsync(TestSystem system, params string[] more) =>
        FitGlueCommand.TellAsync(null, ["import", .. more, "--data", system.Data]);
}
