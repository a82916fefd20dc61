using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using FitGlue.Simulator;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

/// <summary>A simulated cloud with a clock in the test's hand, and what an app does there.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    public const string Redirect = "http://localhost:5001/connections/oura/callback";

    public static readonly SimulatedApp Moi = new()
    {
        ClientId = "new-app",
        ClientSecret = "new-secret",
        RedirectUris = [Redirect],
    };

    public static readonly SimulatedApp Legacy = new()
    {
        ClientId = "old-app",
        ClientSecret = "old-secret",
        Portal = Portal.Legacy,
        RedirectUris = [Redirect],
    };

    private Cloud(OuraSimulator oura, FakeTimeProvider time)
    {
        Oura = oura;
        Time = time;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(oura.BaseUrl) };
    }

    public OuraSimulator Oura { get; }

    public OuraControl Control => Oura.Control;

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Cloud> StartAsync(Knobs? knobs = null, int days = 60, string? folder = null, DateTimeOffset? now = null)
    {
        var time = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero));
        var options = new OuraSimulatorOptions
        {
            Apps = [Moi, Legacy],
            TimeProvider = time,
            Knobs = knobs ?? new Knobs(),
            DaysOfHistory = days,
            DataDirectory = folder,
        };
        return new Cloud(await OuraSimulator.StartAsync(options, Stop), time);
    }

    public string TokenFor(string person = "demo", params string[] scopes) =>
        Control.IssueTokens(Moi.ClientId, person, scopes.Length > 0 ? scopes : [.. AllScopes]).AccessToken;

    public static IReadOnlyList<string> AllScopes =>
        [
            "extapi:email",
            "extapi:personal",
            "extapi:daily",
            "extapi:heartrate",
            "extapi:workout",
            "extapi:session",
            "extapi:spo2",
            "extapi:stress",
            "extapi:heart_health",
            "extapi:ring_configuration",
            "extapi:tag",
        ];

    public Task<HttpResponseMessage> GetAsync(string path, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return Http.SendAsync(request, Stop);
    }

    public async Task<JsonObject> ReadAsync(string path, string token)
    {
        using var response = await GetAsync($"/v2/usercollection/{path}", token);
        var text = await response.Content.ReadAsStringAsync(Stop);
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, string token) =>
        [.. (await ReadAsync(path, token))["data"]!.AsArray().Select(d => d!.AsObject())];

    public Task<HttpResponseMessage> PostFormAsync(string url, params (string Name, string Value)[] fields) =>
        Http.PostAsync(url, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), Stop);

    /// <summary>Where the person is sent after the consent page, as query values.</summary>
    public async Task<Dictionary<string, string>> ConsentAsync(
        SimulatedApp app,
        string scope,
        IEnumerable<string>? ticked = null,
        string decision = "allow",
        string person = "demo",
        params (string Name, string Value)[] more
    )
    {
        (string, string)[] fields =
        [
            ("client_id", app.ClientId),
            ("response_type", "code"),
            ("redirect_uri", Redirect),
            ("scope", scope),
            ("state", "opaque state"),
            ("person", person),
            ("decision", decision),
            .. (ticked ?? scope.Split(' ')).Select(s => ("grant", s)),
            .. more,
        ];
        using var response = await PostFormAsync(Oura.AuthorizeUrl(app.Portal), fields);
        ((int)response.StatusCode).ShouldBe(302, await response.Content.ReadAsStringAsync(Stop));
        var location = response.Headers.Location!;
        location.GetLeftPart(UriPartial.Path).ShouldBe(Redirect);
        return QueryHelpers.ParseQuery(location.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    public async Task<string> CodeAsync(SimulatedApp app, params (string Name, string Value)[] more) =>
        (await ConsentAsync(app, app.Portal is Portal.Moi ? "extapi:workout" : "workout", more: more))["code"];

    public Task<HttpResponseMessage> ExchangeAsync(
        SimulatedApp app,
        string code,
        Portal? at = null,
        params (string Name, string Value)[] more
    ) =>
        PostFormAsync(
            Oura.TokenUrl(at ?? app.Portal),
            [
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", Redirect),
                ("client_id", app.ClientId),
                ("client_secret", app.ClientSecret),
                .. more,
            ]
        );

    public Task<HttpResponseMessage> RefreshAsync(SimulatedApp app, string refreshToken, Portal? at = null) =>
        PostFormAsync(
            Oura.TokenUrl(at ?? app.Portal),
            ("grant_type", "refresh_token"),
            ("refresh_token", refreshToken),
            ("client_id", app.ClientId),
            ("client_secret", app.ClientSecret)
        );

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Oura.DisposeAsync();
    }
}

internal static class Answered
{
    public static async Task<JsonObject> ShouldAnswerAsync(this Task<HttpResponseMessage> sent, int status)
    {
        using var response = await sent;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status, text);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    public static async Task ShouldAnswerAsync(this Task<HttpResponseMessage> sent, int status, string body)
    {
        using var response = await sent;
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(body);
        ((int)response.StatusCode).ShouldBe(status);
    }
}
