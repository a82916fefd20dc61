using System.Text;
using FitGlue.Server.Connections;
using FitGlue.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>Who may finish a sign-in at the source, and what is stored of it.</summary>
public sealed class SignInTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_is_finished_by_the_browser_and_user_that_began_it_or_by_nobody()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var stranger = await system.AddUserAsync("stranger@example.org");
        using var otherBrowser = new TestUser(system, user.Token);
        await stranger.BeginConnectAsync();
        var callback = await user.BeginConnectAsync();
        system.Simulator.Control.ResetRequests();

        foreach (var thief in new[] { stranger, otherBrowser })
        {
            Refusal(system, await thief.FinishConnectAsync(callback)).ShouldContain("Nothing was saved");
        }

        system.Simulator.Control.CountRequests("*token*").ShouldBe(0);
        (await user.FinishConnectAsync(callback)).ShouldContain("connected=oura");
        Refusal(system, await user.FinishConnectAsync(callback)).ShouldContain("used before");
    }

    [Fact]
    public async Task A_sign_in_that_took_more_than_ten_minutes_is_refused()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var callback = await user.BeginConnectAsync();

        system.Time.Advance(TimeSpan.FromMinutes(10.5));

        Refusal(system, await user.FinishConnectAsync(callback)).ShouldContain("10 minutes");
        (await user.ListAsync("connections")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_provider_says_of_a_refusal_is_told_in_our_own_words()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var state = QueryHelpers.ParseQuery((await user.BeginConnectAsync()).Query)["state"].ToString();

        var page = await user.FinishConnectAsync(
            new Uri(
                system.Address,
                $"/connections/oura/callback?state={state}&error=access_denied&error_description=%3Cscript%3Ecall%20555%3C%2Fscript%3E"
            )
        );

        Refusal(system, page).ShouldNotContain("555");
        Refusal(system, page).ShouldNotBeEmpty();
        (await user.ListAsync("connections")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_belongs_to_one_user()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        using var second = await system.AddUserAsync("second@example.org");
        await user.ConnectAsync();

        Refusal(system, await second.FinishConnectAsync(await second.BeginConnectAsync())).ShouldContain("another user");

        (await second.ListAsync("connections")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reconnect_with_another_account_is_refused_and_changes_nothing()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        var before = (await user.ListAsync("connections")).ToJsonString();
        var app = system.Simulator.Control.Apps.Single();
        var other = system.Simulator.Control.People.First(person => person.Name != app.Person);
        system.Simulator.Control.PutApp(app with { Person = other.Name });

        Refusal(system, await user.FinishConnectAsync(await user.BeginConnectAsync())).ShouldContain("another Oura Ring account");

        (await user.ListAsync("connections")).ToJsonString().ShouldBe(before);
    }

    [Fact]
    public async Task What_was_not_granted_is_said_and_the_workouts_arrive_without_it()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        system.Simulator.Control.ChangePerson("demo", person => person with { RefusedScopes = ["heartrate"] });

        var page = await user.FinishConnectAsync(await user.BeginConnectAsync());

        page.ShouldContain("missing=heartrate");
        (await user.ListAsync("connections")).Single()!["missingScopes"]!
            .AsArray()
            .Select(scope => scope!.GetValue<string>())
            .ShouldBe(["heartrate"]);
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running" });
        await TestSystem.UntilAsync(() => Task.FromResult(system.Simulator.Control.Subscriptions.Count == 3), "the subscriptions are made");
        system.Simulator.Control.Notify("demo", "update", "workout", workout.Id);
        (await user.ActivityAsync(workout.Id))["heartRate"].ShouldBeNull();
        system.Simulator.Control.Grants.ShouldAllBe(grant => grant.Refreshes == 0, "no refresh token is spent on it");
    }

    [Fact]
    public async Task No_token_lies_in_the_database_in_the_clear()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        await user.ConnectAsync();
        await using var db = await system.Database.OpenAsync(Cancellation);
        var sealedTokens = (await db.Connections.AsNoTracking().SingleAsync(Cancellation)).Tokens;
        var vault = (Engine.Connections.TokenVault)system.Services.GetService(typeof(Engine.Connections.TokenVault))!;
        var tokens = vault.Open(sealedTokens);
        var file = new SqliteConnectionStringBuilder(db.Database.GetDbConnection().ConnectionString).DataSource;

        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Cancellation);
            foreach (var secret in new[] { tokens.AccessToken.Value, tokens.RefreshToken!.Value.Value, user.Token })
            {
                copy.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1, $"a token lies in {Path.GetFileName(path)}");
            }
        }
    }

    [Fact]
    public async Task A_disconnect_revokes_and_forgets_the_tokens_and_keeps_the_activities()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync();
        var connection = await user.ConnectAsync();
        var before = await user.ListAsync("activities");

        using var answer = await user.Http.DeleteAsync($"/api/v1/connections/{connection["id"]}", Cancellation);

        answer.IsSuccessStatusCode.ShouldBeTrue();
        system.Simulator.Control.Grants.ShouldAllBe(grant => grant.Revoked);
        (await user.ListAsync("connections")).ShouldBeEmpty();
        (await user.ListAsync("activities")).Count.ShouldBe(before.Count);
        (await user.ConnectAsync())["state"]!.GetValue<string>().ShouldBe("up");
    }

    // Only the server that wrote it can read it.
    private static string Refusal(TestSystem system, string page) =>
        system.Services.GetRequiredService<RefusalNotes>().Open(QueryHelpers.ParseQuery(page[page.IndexOf('?')..])["refused"])!;
}
