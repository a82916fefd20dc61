using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace FitGlue.Testing;

/// <summary>Somebody who uses the API.</summary>
public sealed class TestUser : IDisposable
{
    private readonly TestSystem _system;

    public TestUser(TestSystem system, string token)
    {
        _system = system;
        Token = token;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = system.Address,
        };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Http { get; }

    public string Token { get; }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await Http.GetAsync($"/api/v1/{path}", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    public async Task<JsonArray> ListAsync(string path) => (await GetAsync(path))["items"]!.AsArray();

    public async Task<JsonNode> PostAsync(string path, object? body = null)
    {
        using var answer = await Http.PostAsJsonAsync($"/api/v1/{path}", body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Brings a GPX file that holds one workout.</summary>
    /// <returns>The activity.</returns>
    public async Task<JsonNode> UploadAsync(byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/gpx+xml");
        using var form = new MultipartFormDataContent { { content, "file", "ride.gpx" } };
        using var answer = await Http.PostAsync("/api/v1/uploads", form, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var item = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["items"]![0]!;
        return await GetAsync($"activities/{item["activityId"]!.GetValue<string>()}");
    }

    /// <summary>Begins the sign-in and goes to the provider.</summary>
    /// <returns>Where the provider sends the browser back to.</returns>
    public async Task<Uri> BeginConnectAsync()
    {
        var start = await PostAsync("connections/oura/authorize");
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var granted = await browser.GetAsync(start["authorizeUrl"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        return granted.Headers.Location!;
    }

    /// <summary>Follows the provider's redirect back to us.</summary>
    /// <returns>The page that tells what came of it.</returns>
    public async Task<string> FinishConnectAsync(Uri callback)
    {
        using var answer = await Http.GetAsync(callback.PathAndQuery, TestContext.Current.CancellationToken);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Connects and waits for the first import to be over.</summary>
    public async Task<JsonNode> ConnectAsync()
    {
        var page = await FinishConnectAsync(await BeginConnectAsync());
        Assert.Contains("connected=oura", page);
        return await TestSystem.UntilAsync(
            async () =>
            {
                var connection = (await ListAsync("connections")).Single();
                var import = connection!["import"]!;
                var over = !import["listing"]!.GetValue<bool>() && import["waiting"]!.GetValue<int>() == 0;
                return over && _system.Simulator.Control.Subscriptions.Count >= 3 ? connection : null;
            },
            "the first import is over and three subscriptions are made"
        );
    }

    /// <summary>Makes a pipeline that delivers to files and the showcase.</summary>
    public Task<JsonNode> AddPipelineAsync(DateTimeOffset? deliverFrom = null, string name = "Everything") =>
        PostAsync(
            "pipelines",
            new
            {
                name,
                source = "oura",
                boosters = new[] { new { type = "heart-rate-summary" } },
                targets = new[] { new { type = "files" }, new { type = "showcase" } },
                deliverFrom,
            }
        );

    /// <summary>A little later: what was put off by seconds goes on while a test waits.</summary>
    private Task CreepAsync() => _system.AdvanceAsync(TimeSpan.FromMilliseconds(100));

    /// <summary>Waits for an activity in a state that the test looks for.</summary>
    public Task<JsonNode> ActivityAsync(string externalId, Func<JsonNode, bool>? when = null) =>
        TestSystem.UntilAsync(
            async () =>
            {
                await CreepAsync();
                return (await ListAsync("activities?limit=200")).FirstOrDefault(activity =>
                    activity!["externalId"]!.GetValue<string>() == externalId && when?.Invoke(activity) is not false
                );
            },
            $"workout {externalId} is an activity"
        );

    /// <summary>Waits for a run of the activity as it is now, through whichever pipeline, to reach a state.</summary>
    public Task<JsonNode> RunAsync(JsonNode activity, string state = "delivered") =>
        TestSystem.UntilAsync(
            async () =>
            {
                await CreepAsync();
                return (await ListAsync($"runs?activityId={activity["id"]}")).FirstOrDefault(run =>
                    run!["state"]!.GetValue<string>() == state && run["revision"]!.GetValue<int>() == activity["revision"]!.GetValue<int>()
                );
            },
            $"a run of activity {activity["id"]} is {state}"
        );

    public void Dispose() => Http.Dispose();
}
