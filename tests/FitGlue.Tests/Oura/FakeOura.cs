using System.Net;
using System.Text;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;
using FitGlue.Oura.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace FitGlue.Tests.Oura;

/// <summary>Answers as told, and remembers what it was asked.</summary>
internal sealed class FakeOura(Func<Asked, HttpResponseMessage> answer) : HttpMessageHandler
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly OuraApplication Application = new("our-client", new("our-secret"));
    public static readonly AccessToken Token = new("access-token-1");

    public List<Asked> Requests { get; } = [];

    public FakeTimeProvider Time { get; } = new(Now);

    public static FakeOura Answering(int status, string body, params (string Name, string Value)[] headers) =>
        new(_ => Answer(status, body, headers));

    public static HttpResponseMessage Answer(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public OuraClient Client() => new(Http(), new("https://oura.example/"), Time);

    public OuraAuthClient Auth(OuraEndpoints? endpoints = null) => new(Http(), endpoints ?? OuraEndpoints.Moi, Application, Time);

    public OuraSubscriptions Subscriptions() => new(Http(), new("https://oura.example"), Application, Time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(
            header => header.Key,
            header => string.Join(',', header.Value),
            StringComparer.OrdinalIgnoreCase
        );
        var asked = new Asked(request.Method.Method, request.RequestUri!, body, headers);
        Requests.Add(asked);
        return answer(asked);
    }

    private HttpClient Http() => new(this, disposeHandler: false);
}

internal sealed record Asked(string Method, Uri Url, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string name] => System.Web.HttpUtility.ParseQueryString(Url.Query)[name];

    public string? Field(string name) => System.Web.HttpUtility.ParseQueryString(Body)[name];
}
