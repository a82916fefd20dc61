using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

public sealed class RestartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oura-simulator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_restart_on_the_same_folder_goes_on_where_it_stopped()
    {
        await using var receiver = await Receiver.StartAsync();
        var app = new SimulatedApp
        {
            ClientId = "added",
            ClientSecret = "later",
            RedirectUris = [Cloud.Redirect],
        };
        IssuedTokens tokens;
        Workout added;
        Workout edited;
        string deleted;
        await using (var cloud = await Cloud.StartAsync(folder: _folder))
        {
            cloud.Control.PutApp(app);
            tokens = cloud.Control.IssueTokens(app.ClientId, "demo", "extapi:workout", "extapi:heartrate");
            added = cloud.Control.AddWorkout(new NewWorkout { Activity = "rowing" });
            edited = cloud.Control.EditWorkout(cloud.Control.Workouts("demo")[3].Id, new WorkoutEdit { Label = "Changed" });
            deleted = cloud.Control.Workouts("demo")[5].Id;
            cloud.Control.DeleteWorkout(deleted);
            cloud.Control.Turn(k => k with { MissingScopeStatus = 403 });
            cloud.Control.ChangePerson("noa", p => p with { MembershipActive = false });
        }

        await using var again = await Cloud.StartAsync(folder: _folder);

        var workouts = again.Control.Workouts("demo");
        workouts.ShouldContain(added);
        workouts.ShouldContain(edited);
        workouts.ShouldNotContain(w => w.Id == deleted);
        again.Control.Knobs.MissingScopeStatus.ShouldBe(403);
        again.Control.Person("noa").MembershipActive.ShouldBeFalse();
        await again.GetAsync($"/v2/usercollection/workout/{added.Id}", tokens.AccessToken).ShouldAnswerAsync(200);
        (await again.ListAsync("heartrate", tokens.AccessToken)).Count.ShouldBe(1000);
        await again.RefreshAsync(app, tokens.RefreshToken).ShouldAnswerAsync(200);
        again.Control.TokensIssued.ShouldBe(2);
    }

    [Fact]
    public async Task Every_change_is_on_disk_before_it_is_answered()
    {
        await using var cloud = await Cloud.StartAsync(folder: _folder);

        var pair = await cloud.ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi)).ShouldAnswerAsync(200);

        // A second simulator on a copy sees what a kill at this moment would leave.
        var copy = Directory.CreateTempSubdirectory("oura-simulator-copy-").FullName;
        File.Copy(Path.Combine(_folder, "oura.json"), Path.Combine(copy, "oura.json"));
        await using var survivor = await Cloud.StartAsync(folder: copy);
        await survivor.RefreshAsync(Cloud.Moi, pair["refresh_token"]!.GetValue<string>()).ShouldAnswerAsync(200);
        Directory.GetFiles(_folder).ShouldHaveSingleItem();
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task History_does_not_slide_when_the_next_start_is_later()
    {
        string[] before;
        await using (var cloud = await Cloud.StartAsync(folder: _folder))
        {
            before = [.. cloud.Control.Workouts("demo").Select(w => w.Id)];
        }

        await using var later = await Cloud.StartAsync(folder: _folder, now: new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

        later.Control.Workouts("demo").Select(w => w.Id).ShouldBe(before);
        later.Control.Sync("demo").Count.ShouldBeGreaterThan(100);
        later.Control.Workouts("demo").Select(w => w.Id).Take(before.Length).ShouldBe(before);
    }

    [Fact]
    public async Task The_program_prints_its_address_and_stops_when_told()
    {
        using var stop = new CancellationTokenSource();
        var printed = new StringWriter();
        var console = Console.Out;
        Console.SetOut(printed);
        try
        {
            var running = OuraSimulatorProgram.RunAsync(new OuraSimulatorOptions { DataDirectory = _folder }, stop.Token);
            while (!printed.ToString().Contains('\n') && !running.IsCompleted)
            {
                await Task.Yield();
            }

            using var http = new HttpClient();
            (await http.GetAsync(printed.ToString().Trim() + "/control/people", Cloud.Stop)).EnsureSuccessStatusCode();
            await stop.CancelAsync();
            await running;
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
