using System.Globalization;
using System.Net.Http.Headers;

namespace FitGlue.Oura;

/// <summary>What a 429 says about the limit. Oura has two: one per access token, one per application.</summary>
/// <param name="RetryAt">Not before then; between a second and an hour ahead, whatever was sent.</param>
/// <param name="Limit">Requests in the window, where stated.</param>
/// <param name="Window">The window, where stated.</param>
/// <param name="Tier">Which of the two limits, in Oura's word.</param>
public sealed record RateLimit(DateTimeOffset RetryAt, int? Limit, TimeSpan? Window, string? Tier)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Unstated = TimeSpan.FromMinutes(1);

    internal static RateLimit Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // Dates in the answer are told by Oura's clock, so they are measured by it.
        var theirNow = headers.Date ?? now;
        var window = Seconds(Value(headers, "X-RateLimit-Window"));
        var wait = RetryAfter(Value(headers, "Retry-After"), theirNow) ?? UntilReset(headers, theirNow) ?? window ?? Unstated;
        return new(
            now + TimeSpan.FromTicks(Math.Clamp(wait.Ticks, Shortest.Ticks, Longest.Ticks)),
            int.TryParse(Value(headers, "X-RateLimit-Limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                ? limit
                : null,
            window,
            Value(headers, "X-RateLimit-Tier") is { Length: <= 40 } tier && tier.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
                ? tier
                : null
        );
    }

    // A wait that lies in the past tells nothing; another header may.
    private static TimeSpan? RetryAfter(string? value, DateTimeOffset now) =>
        Wait(value, now) is { } wait && wait >= TimeSpan.Zero ? wait : null;

    private static TimeSpan? Wait(string? value, DateTimeOffset now) =>
        Seconds(value)
        ?? (
            DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? date - now
                : null
        );

    private static TimeSpan? UntilReset(HttpResponseHeaders headers, DateTimeOffset now) =>
        Seconds(Value(headers, "X-RateLimit-Reset")) is { } epoch
        && DateTimeOffset.UnixEpoch + epoch - now is var wait
        && wait >= TimeSpan.Zero
            ? wait
            : null;

    // The bound keeps the arithmetic above inside what a TimeSpan and a date can hold.
    private static TimeSpan? Seconds(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && !double.IsNaN(seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, -1e10, 1e10))
            : null;

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.First().Trim() : null;
}
