using System.Collections.Concurrent;

namespace FitGlue.Simulator;

/// <summary>A request that the cloud received; status 0 while it is being answered.</summary>
public sealed record ReceivedRequest(DateTimeOffset At, string Method, string Path, string Query)
{
    public int Status { get; internal set; }
}

/// <summary>Every request, so that tests can count calls.</summary>
internal sealed class RequestLog(TimeProvider time)
{
    private const int Kept = 50_000;

    private readonly ConcurrentQueue<ReceivedRequest> _requests = [];

    public IReadOnlyList<ReceivedRequest> All => [.. _requests];

    public void Clear() => _requests.Clear();

    /// <summary>Noted on arrival, so that whoever has the answer finds the request here.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var received = new ReceivedRequest(time.GetUtcNow(), request.Method, request.Path.Value ?? "", request.QueryString.Value ?? "");
        _requests.Enqueue(received);
        while (_requests.Count > Kept)
        {
            _requests.TryDequeue(out _);
        }

        await next(context);
        received.Status = context.Response.StatusCode;
    }
}
