using System.Collections.Concurrent;

namespace FitGlue.Tests.Oura.Mutations;

/// <summary>Real answers of the simulator: recorded while each call is made once, replayed afterwards with one of them mutated.</summary>
internal sealed class ReplayedOura : HttpMessageHandler
{
    private const int MostRequests = 40;

    private readonly ConcurrentDictionary<string, (int Status, byte[] Body)> _recorded = [];
    private readonly HttpMessageInvoker _live;
    private Func<byte[], Mutant>? _mutate;
    private int _target;
    private int _asked;

    public ReplayedOura(HttpMessageInvoker live) => _live = live;

    public bool Records { get; set; } = true;

    /// <summary>From now on the n-th answer is mutated, once.</summary>
    public void Mutate(int target, Func<byte[], Mutant> mutate) => (_target, _mutate, _asked) = (target, mutate, 0);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (status, body) = Records ? await RecordAsync(request, cancellationToken) : Replay(request);
        if (_asked++ > MostRequests)
        {
            throw new InvalidOperationException("Asks without end.");
        }

        return _asked - 1 == _target && _mutate is not null
            ? _mutate(body).ToResponse()
            : new Mutant(body) { Status = status }.ToResponse();
    }

    private async Task<(int Status, byte[] Body)> RecordAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
        foreach (var header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        using var response = await _live.SendAsync(copy, cancellationToken);
        return _recorded[KeyOf(request)] = ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    // A page that a mutated next_token asks for is one that Oura does not know.
    private (int Status, byte[] Body) Replay(HttpRequestMessage request) =>
        _recorded.TryGetValue(KeyOf(request), out var answer) ? answer
        : request.RequestUri!.AbsolutePath.Contains("/subscription") ? Subscription(request)
        : (400, [.. """{"detail":"Invalid next_token"}"""u8]);

    private static (int Status, byte[] Body) Subscription(HttpRequestMessage request) =>
        request.Method == HttpMethod.Delete
            ? (204, [])
            : (
                200,
                [
                    .. """{"id":"0b6f7c1e-0000-4000-8000-000000000001","callback_url":"https://x.example/","event_type":"create","data_type":"workout","expiration_time":"2026-06-29T12:00:00+00:00"}"""u8,
                ]
            );

    private static string KeyOf(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.PathAndQuery}";
}
