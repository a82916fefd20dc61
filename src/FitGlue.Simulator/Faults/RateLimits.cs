using FitGlue.Simulator.Collections;
using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Faults;

/// <summary>Counts the requests of a token, or of an app, within a window. There are no headers unless the limit is hit.</summary>
internal sealed class RateLimits(Store store, Tokens tokens, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset From, int Count)> _windows = [];

    public IResult? Check(HttpContext context)
    {
        var knobs = store.Read(s => s.Knobs);
        if (knobs.RateLimit <= 0 || Gate.Bearer(context.Request) is not { } token)
        {
            return null;
        }

        var key = knobs.RateLimitTier is RateLimitTier.AccessToken ? token : tokens.Find(token)?.ClientId ?? token;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var (from, count) = _windows.GetValueOrDefault(key, (now, 0));
            (from, count) = now - from >= knobs.RateLimitWindow ? (now, 0) : (from, count);
            _windows[key] = (from, count + 1);
            var left = (int)Math.Ceiling((from + knobs.RateLimitWindow - now).TotalSeconds);
            return count < knobs.RateLimit ? null : Refuse(context, knobs.RateLimitTier, knobs.RateLimit, knobs.RateLimitWindow, left);
        }
    }

    public static IResult Bare() => Answers.Detail(429, "Request rate limit exceeded.");

    public IResult Refuse(
        HttpContext context,
        RateLimitTier tier,
        int limit,
        TimeSpan window,
        int retryAfterSeconds,
        string? retryAfter = null
    )
    {
        var headers = context.Response.Headers;
        headers.RetryAfter = retryAfter ?? retryAfterSeconds.ToString();
        headers["X-RateLimit-Limit"] = limit.ToString();
        headers["X-RateLimit-Window"] = ((int)window.TotalSeconds).ToString();
        headers["X-RateLimit-Reset"] = time.GetUtcNow().AddSeconds(retryAfterSeconds).ToUnixTimeSeconds().ToString();
        headers["X-RateLimit-Tier"] = tier is RateLimitTier.Application ? "application" : "access_token";
        return Bare();
    }
}
