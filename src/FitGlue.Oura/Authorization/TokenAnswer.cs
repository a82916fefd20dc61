using System.Text.Json;

namespace FitGlue.Oura.Authorization;

/// <summary>Reads what the token endpoint answered; pure.</summary>
internal static class TokenAnswer
{
    private const int LongestToken = 4096;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(365);

    public static TokenOutcome Read(Answer answer, DateTimeOffset sentAt) =>
        answer.Status switch
        {
            >= 200 and < 300 => ReadTokens(answer, sentAt),
            >= 300 and < 400 or 404 or 405 or 410 => new TokenOutcome.WrongAddress(answer.Status),
            429 => new TokenOutcome.RateLimited(answer.RateLimit.RetryAt),
            >= 400 and < 500 and not 408 => ReadError(answer),
            _ => new TokenOutcome.Unavailable($"Oura's sign-in server answered {answer.Status}."),
        };

    private static TokenOutcome ReadTokens(Answer answer, DateTimeOffset sentAt)
    {
        using var json = answer.TryParse();
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            return new TokenOutcome.Malformed("body");
        }

        if (root.Text("access_token") is not { } access || !IsToken(access))
        {
            return new TokenOutcome.Malformed("access_token");
        }

        if (root.Number("expires_in") is not ({ } seconds and > 0))
        {
            return new TokenOutcome.Malformed("expires_in");
        }

        var life = TimeSpan.FromSeconds(Math.Min(seconds, LongestLife.TotalSeconds));
        var refresh = root.Text("refresh_token") is { } text && IsToken(text) ? new RefreshToken(text) : (RefreshToken?)null;
        var scopes = root.Text("scope") is { Length: > 0 } scope ? OuraScopes.Normalize(scope) : null;
        // The life counts from when the request was sent: refreshed too early rather than too late.
        return new TokenOutcome.Granted(new(new(access), refresh, sentAt + life, scopes));
    }

    private static TokenOutcome ReadError(Answer answer)
    {
        using var json = answer.TryParse();
        var error = json?.RootElement.Text("error");
        return (error, answer.Status) switch
        {
            ("invalid_grant", _) => new TokenOutcome.GrantGone(),
            ("invalid_client", _) => new TokenOutcome.WrongClient(answer.Status),
            ("invalid_redirect_uri" or "redirect_uri_mismatch", _) => new TokenOutcome.WrongRedirect(),
            ("invalid_request", _) or (_, 401) => new TokenOutcome.WrongPortal(),
            (null, _) => new TokenOutcome.Unavailable($"Oura's sign-in server answered {answer.Status} without saying why."),
            _ => new TokenOutcome.Refused(IsWord(error) ? error : null),
        };
    }

    // Goes into a header: visible ASCII and nothing else.
    private static bool IsToken(string text) => text.Length is > 0 and <= LongestToken && text.All(c => c is > ' ' and < (char)127);

    private static bool IsWord(string text) => text.Length <= 40 && text.All(c => char.IsAsciiLetterLower(c) || c == '_');
}
