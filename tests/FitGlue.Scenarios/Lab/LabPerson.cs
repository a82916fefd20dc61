using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FitGlue.Server.Accounts;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>Whoever the server belongs to: signs in, connects, and does what the page asks for.</summary>
internal sealed class LabPerson : IDisposable
{
    private const string Email = "someone@example.org";

    private readonly HttpClient _http;

    private LabPerson(HttpClient http) => _http = http;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LabPerson> SignInAsync(int port, string data, LabServer server)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://localhost:{port}"),
        };
        var person = new LabPerson(http);
        await Patience.UntilAsync(person.IsServedAsync, "the server is ready", server);
        var token = await UserCommands.RunAsync(
            data,
            async users =>
            {
                (await users.AddAsync(Email, "correct horse battery")).ShouldBeEmpty();
                return await users.CreateTokenAsync(Email, "test", Cancellation);
            },
            Cancellation
        );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return person;
    }

    public async Task<bool> IsServedAsync()
    {
        using var answer = await _http.GetAsync("/readyz", Cancellation);
        return answer.IsSuccessStatusCode;
    }

    public async Task WantFilesAsync(DateTimeOffset deliverFrom)
    {
        using var answer = await _http.PostAsJsonAsync(
            "/api/v1/pipelines",
            new
            {
                name = "Files",
                source = "oura",
                boosters = new[] { new { type = "heart-rate-summary" } },
                targets = new[] { new { type = "files" } },
                deliverFrom,
                // Its days are so busy that workouts overlap: here each counts.
                matching = new
                {
                    duplicate = "upload-anyway",
                    part = "upload-anyway",
                    possible = "upload-anyway",
                },
            },
            Cancellation
        );
        answer.EnsureSuccessStatusCode();
    }

    public async Task GrantAsync()
    {
        using var begun = await _http.PostAsync("/api/v1/connections/oura/authorize", null, Cancellation);
        var start = await begun.Content.ReadFromJsonAsync<JsonNode>(Cancellation);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var granted = await browser.GetAsync(start!["authorizeUrl"]!.GetValue<string>(), Cancellation);
        using var back = await _http.GetAsync(granted.Headers.Location!.PathAndQuery, Cancellation);
        back.Headers.Location!.ToString().ShouldContain("connected=oura");
    }

    public async Task ReconnectWhereAskedAsync()
    {
        if ((await ConnectionAsync())["state"]!.GetValue<string>() == "reconnect")
        {
            await GrantAsync();
        }
    }

    /// <param name="mayDie">The server may end before it answers.</param>
    public Task CheckAsync(bool mayDie) => PostAsync("connections/{0}/check", _ => null, mayDie);

    /// <param name="mayDie">The server may end before it answers.</param>
    public Task BackfillAsync(int days, bool mayDie)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return PostAsync(
            "backfills",
            connectionId => new
            {
                connectionId,
                from = today.AddDays(-days),
                to = today,
                dryRun = false,
            },
            mayDie
        );
    }

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, Func<string, object?> body, bool mayDie)
    {
        try
        {
            var id = (await ConnectionAsync())["id"]!.GetValue<string>();
            using var answer = await _http.PostAsJsonAsync("/api/v1/" + path.Replace("{0}", id), body(id), Cancellation);
            ((int)answer.StatusCode).ShouldBeLessThan(300, path);
        }
        catch (HttpRequestException) when (mayDie)
        {
            // It died at its point before it could answer.
        }
    }

    private async Task<JsonNode> ConnectionAsync() =>
        (await _http.GetFromJsonAsync<JsonNode>("/api/v1/connections", Cancellation))!["items"]![0]!;
}
