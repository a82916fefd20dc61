using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FitGlue.Cli.Demo;

/// <summary>What the demo does over HTTP: as the person's browser at the simulator, and with a token at our own API.</summary>
internal sealed partial class DemoApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly Uri _simulator;

    public DemoApi(Uri server, Uri simulator)
    {
        (_server, _simulator) = (server, simulator);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    /// <summary>The API token; sent to our own server alone.</summary>
    public string? Token { get; set; }

    public void Dispose() => _http.Dispose();

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(_server, "/readyz"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Reads an answer of the API; null while the server cannot be reached.</summary>
    public async Task<JsonNode?> TryGetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
            return await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
    }

    public async Task<JsonNode> PostAsync(string path, object? body, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body, cancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken) ?? new JsonObject();
    }

    /// <summary>Goes through the sign-in as a person would: our address, the consent page, back to us.</summary>
    public async Task ConnectAsync(string source, CancellationToken cancellationToken)
    {
        var start = await PostAsync($"/api/v1/connections/{source}/authorize", null, cancellationToken);
        var consent = new Uri(start["authorizeUrl"]!.GetValue<string>());
        var page = await _http.GetStringAsync(consent, cancellationToken);
        using var form = new FormUrlEncodedContent([.. FieldsOf(page), new("person", "demo"), new("decision", "allow")]);
        using var granted = await _http.PostAsync(new Uri(consent.GetLeftPart(UriPartial.Path)), form, cancellationToken);
        var callback = granted.Headers.Location ?? throw new CommandException("The simulator granted nothing.", ExitCode.Unexpected);
        using var connected = await SendAsync(HttpMethod.Get, callback.PathAndQuery, null, cancellationToken);
        if (connected.Headers.Location?.ToString().Contains("connected=", StringComparison.Ordinal) is not true)
        {
            throw new CommandException($"Connecting failed: {connected.StatusCode} {connected.Headers.Location}", ExitCode.NeedsSignIn);
        }
    }

    /// <summary>Lets the simulated person do a workout that has just ended.</summary>
    /// <returns>The simulator's id of it.</returns>
    public async Task<string> AddWorkoutAsync(object workout, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(_simulator, "/control/workouts"), workout, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var added = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        return added!["id"]!.GetValue<string>();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Content = body is null ? null : JsonContent.Create(body);
        var answer = await _http.SendAsync(request, cancellationToken);
        if ((int)answer.StatusCode >= 400)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            answer.Dispose();
            throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}");
        }

        return answer;
    }

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(string page) =>
        Input()
            .Matches(page)
            .Select(match => new KeyValuePair<string, string>(
                WebUtility.HtmlDecode(match.Groups["name"].Value),
                WebUtility.HtmlDecode(match.Groups["value"].Value)
            ));

    [GeneratedRegex(
        """<input type="(hidden|checkbox)"[^>]* name="(?<name>[^"]*)" value="(?<value>[^"]*)""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Input();
}
