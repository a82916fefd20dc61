namespace FitGlue.Oura;

/// <summary>Names what a refusal of a data call means; pure.</summary>
internal static class Refusal
{
    public static OuraException Of(Answer answer) =>
        answer.Status switch
        {
            401 or 403 when SpeaksOfMembership(answer) => new OuraMembershipException(answer.Status),
            401 => new OuraUnauthorizedException(401),
            // Oura's own answers are JSON. A page comes from the cache or a firewall before it and says nothing about the person.
            403 when IsPage(answer) => new OuraUnavailableException("Something before Oura refused the request (403).", 403),
            403 => new OuraMissingScopeException(403),
            404 or 410 => new OuraNotFoundException(answer.Status),
            426 => new OuraAppOutdatedException(),
            429 => new OuraRateLimitedException(answer.RateLimit),
            >= 400 and < 500 and not 408 when !IsPage(answer) => new OuraRejectedException(answer.Status),
            _ => new OuraUnavailableException($"Oura answered {answer.Status}.", answer.Status),
        };

    /// <summary>A call in the application's own name has no person, hence no membership and no scopes.</summary>
    public static OuraException OfApplication(Answer answer) =>
        answer.Status is 401 or 403 && !IsPage(answer) ? new OuraUnauthorizedException(answer.Status) : Of(answer);

    private static bool SpeaksOfMembership(Answer answer)
    {
        var detail = answer.Detail();
        return detail.Contains("membership", StringComparison.OrdinalIgnoreCase)
            || detail.Contains("subscription", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsPage(Answer answer) => answer.Body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
}
