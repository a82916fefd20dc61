using System.Text;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

/// <summary>Moments of the simulated people: there from the start, and by order.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task People_have_sessions_of_every_type_with_and_without_heart_rate()
    {
        await using var cloud = await Cloud.StartAsync(days: 200);

        var listed = await cloud.ListAsync("session?start_date=2025-01-01", cloud.TokenFor());

        listed.Select(session => session["type"]!.GetValue<string>()).Distinct().Count().ShouldBe(6);
        listed.Count(session => session["heart_rate"] is null).ShouldBeInRange(1, listed.Count - 1);
        listed.Select(session => session["id"]!.GetValue<string>()).ShouldBe(cloud.Control.Sessions("demo").Select(session => session.Id));
    }

    [Fact]
    public async Task An_added_session_is_listed_with_its_samples_changed_and_deleted()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();

        var added = cloud.Control.AddSession(new NewSession { Type = "nap", Minutes = 20 });
        var listed = (await cloud.ListAsync("session?start_date=2026-03-30", token)).Single(session =>
            session["id"]!.GetValue<string>() == added.Id
        );
        var items = listed["heart_rate"]!["items"]!.AsArray().Select(item => item?.GetValue<double>()).ToList();
        var truth = cloud.Control.SessionHeartRate(added.Id).Select(sample => sample.Bpm).ToList();
        cloud.Control.EditSession(added.Id, new SessionEdit { Type = "rest" });
        using var changed = await cloud.GetAsync($"/v2/usercollection/session/{added.Id}", token);
        var text = await changed.Content.ReadAsStringAsync(Cloud.Stop);
        cloud.Control.DeleteSession(added.Id);

        items.Count.ShouldBe(240);
        items.Count(item => item is null).ShouldBe(7);
        items.ShouldBe(truth);
        text.ShouldContain("\"type\":\"rest\"");
        using var gone = await cloud.GetAsync($"/v2/usercollection/session/{added.Id}", token);
        ((int)gone.StatusCode).ShouldBe(404);
        Should.Throw<KeyNotFoundException>(() => cloud.Control.DeleteSession(added.Id));
    }

    [Fact]
    public async Task Without_the_scope_they_are_refused()
    {
        await using var cloud = await Cloud.StartAsync();
        var tokens = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", "extapi:workout");

        using var refused = await cloud.GetAsync("/v2/usercollection/session", tokens.AccessToken);

        ((int)refused.StatusCode).ShouldBe(cloud.Control.Knobs.MissingScopeStatus);
    }

    [Fact]
    public async Task The_control_api_orders_them()
    {
        await using var cloud = await Cloud.StartAsync();

        using var added = await cloud.Http.PostAsync("/control/sessions", Json("""{"type":"breathing","minutes":5}"""), Cloud.Stop);
        var session = cloud.Control.Sessions("demo")[^1];
        using var changed = await cloud.Http.PatchAsync($"/control/sessions/{session.Id}", Json("""{"minutes":7}"""), Cloud.Stop);
        using var listed = await cloud.Http.GetAsync("/control/people/demo/sessions", Cloud.Stop);
        var edited = cloud.Control.Sessions("demo")[^1];
        using var deleted = await cloud.Http.DeleteAsync($"/control/sessions/{session.Id}", Cloud.Stop);

        (session.Type, session.End - session.Start, edited.End - edited.Start).ShouldBe(
            ("breathing", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7))
        );
        ((int)added.StatusCode, (int)changed.StatusCode, (int)deleted.StatusCode).ShouldBe((200, 200, 204));
        (await listed.Content.ReadAsStringAsync(Cloud.Stop)).ShouldContain(session.Id);
    }

    [Fact]
    public async Task A_restart_keeps_what_was_ordered()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string id;
            await using (var cloud = await Cloud.StartAsync(folder: folder.FullName))
            {
                id = cloud.Control.AddSession(new NewSession()).Id;
            }

            await using var again = await Cloud.StartAsync(folder: folder.FullName);
            again.Control.Sessions("demo").ShouldContain(session => session.Id == id);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
