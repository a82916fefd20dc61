using System.Net;
using FitGlue.Engine.Connections;
using FitGlue.Simulator;
using FitGlue.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>A log may be sent to anybody: no key to anything is in it.</summary>
public sealed class LogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Categories =
    [
        "Default",
        "Microsoft.AspNetCore",
        "Microsoft.EntityFrameworkCore",
        "Microsoft.Extensions",
        "System.Net.Http.HttpClient",
    ];

    // Captured, and not shown on the console.
    private static readonly (string, string)[] EverythingLogged =
    [
        ("Logging:Console:LogLevel:Default", "Warning"),
        .. Categories.Select(category => ($"Logging:LogLevel:{category}", "Trace")),
    ];

    [Fact]
    public async Task Neither_code_nor_token_nor_secret_is_logged()
    {
        await using var system = await TestSystem.StartAsync();
        var secrets = new HashSet<string> { TestSystem.ClientSecret };

        await LiveThroughMuchAsync(system, secrets);

        system.Log.Lines.ShouldContain(line => line.Contains("Rejected a webhook", StringComparison.Ordinal));
        Leaks(system, secrets).ShouldBeEmpty();
    }

    // Whoever looks for a fault turns everything on. The code of a sign-in is spent by then; the address of the request holds it.
    [Fact]
    public async Task No_token_and_no_secret_is_logged_even_where_everything_is()
    {
        await using var system = await TestSystem.StartAsync(settings: EverythingLogged);
        var secrets = new HashSet<string> { TestSystem.ClientSecret };

        var codes = await LiveThroughMuchAsync(system, secrets);

        Leaks(system, codes).ShouldNotBeEmpty("everything is captured, addresses too");
        Leaks(system, secrets.Except(codes)).ShouldBeEmpty();
    }

    /// <summary>Sign-in, import, webhooks good and bad, a refused call, a refresh, faults of the cloud, and the end of the connection.</summary>
    /// <returns>What the browser carried in addresses.</returns>
    private static async Task<IReadOnlyCollection<string>> LiveThroughMuchAsync(TestSystem system, HashSet<string> secrets)
    {
        using var user = await system.AddUserAsync();
        secrets.Add(user.Token);
        var callback = await user.BeginConnectAsync();
        var carried = QueryHelpers.ParseQuery(callback.Query);
        string[] codes = [carried["code"]!, carried["state"]!];
        secrets.UnionWith(codes);
        await user.FinishConnectAsync(callback);
        await user.AddPipelineAsync(system.Time.GetUtcNow() - TimeSpan.FromHours(2));
        await TestSystem.UntilAsync(() => Task.FromResult(system.Simulator.Control.Subscriptions.Count == 3), "the subscriptions are made");
        await KeepTokensAsync(system, secrets);

        await SendForgedWebhookAsync(system);
        system.Simulator.Control.AddFault(new() { Path = "/v2/usercollection/*", Kind = FaultKind.ServerError });
        await LetArriveAsync(system, user);
        system.Simulator.Control.ExpireAccessTokens();
        await system.AdvanceAsync(TimeSpan.FromMinutes(25));
        await LetArriveAsync(system, user);
        await TestSystem.UntilAsync(
            () => Task.FromResult(system.Simulator.Control.Grants.Any(grant => grant.Refreshes > 0)),
            "the tokens were refreshed"
        );
        await KeepTokensAsync(system, secrets);
        await DisconnectAsync(user);
        return codes;
    }

    private static async Task LetArriveAsync(TestSystem system, TestUser user)
    {
        var workout = system.Simulator.Control.AddWorkout(new() { Activity = "running", Minutes = 20 });
        await TestSystem.UntilAsync(
            async () =>
            {
                await system.AdvanceAsync(TimeSpan.FromSeconds(5));
                var activity = (await user.ListAsync("activities?limit=50")).FirstOrDefault(activity =>
                    activity!["externalId"]!.GetValue<string>() == workout.Id
                );
                return activity is not null
                    && (await user.ListAsync($"runs?activityId={activity["id"]}")).Any(run =>
                        run!["state"]!.GetValue<string>() == "delivered"
                    );
            },
            $"workout {workout.Id} is delivered"
        );
    }

    private static async Task SendForgedWebhookAsync(TestSystem system)
    {
        using var anyone = system.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/oura") { Content = new StringContent("{}") };
        request.Headers.Add("x-oura-signature", "00");
        request.Headers.Add("x-oura-timestamp", "0");
        using var answer = await anyone.SendAsync(request, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task DisconnectAsync(TestUser user)
    {
        var connection = (await user.ListAsync("connections")).ShouldHaveSingleItem()!;
        using var answer = await user.Http.DeleteAsync($"/api/v1/connections/{connection["id"]}", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task KeepTokensAsync(TestSystem system, HashSet<string> secrets)
    {
        await using var db = await system.Database.OpenAsync(Cancel);
        var tokens = system.Services.GetRequiredService<TokenVault>().Open(db.Connections.Single().Tokens);
        secrets.Add(tokens.AccessToken.Value);
        secrets.Add(tokens.RefreshToken!.Value.Value);
    }

    private static IEnumerable<string> Leaks(TestSystem system, IEnumerable<string> secrets) =>
        from secret in secrets
        from line in system.Log.Lines
        where line.Contains(secret, StringComparison.Ordinal)
        select line;
}
