namespace FitGlue.Oura.Authorization;

/// <summary>
/// What a call of the token endpoint came to. Only <see cref="GrantGone"/> means that the person must reconnect;
/// after every other failure the tokens that you hold may still be good, so keep them.
/// </summary>
public abstract record TokenOutcome
{
    private TokenOutcome() { }

    /// <summary>New tokens. Save them before you use them: the refresh token that bought them is spent.</summary>
    /// <param name="Tokens">The new tokens.</param>
    public sealed record Granted(OuraTokens Tokens) : TokenOutcome;

    /// <summary>The code or the refresh token was used, is expired or revoked (<c>invalid_grant</c>).</summary>
    public sealed record GrantGone : TokenOutcome;

    /// <summary>This sign-in server does not serve the application: it was most likely made in the other portal.</summary>
    public sealed record WrongPortal : TokenOutcome;

    /// <summary>Client id or secret is not known here (<c>invalid_client</c>): a typing error, a rotated secret, or the other portal.</summary>
    /// <param name="Status">
    /// HTTP status. 401 is what either server says to an application of the other portal, and the new one to a wrong secret, too; 400 is the
    /// old one's word for an unknown client.
    /// </param>
    public sealed record WrongClient(int Status) : TokenOutcome;

    /// <summary>The redirect address differs from the registered one.</summary>
    public sealed record WrongRedirect : TokenOutcome;

    /// <summary>The token URL leads somewhere else: a redirect, which is not followed, or no such page.</summary>
    /// <param name="Status">HTTP status.</param>
    public sealed record WrongAddress(int Status) : TokenOutcome;

    /// <summary>An OAuth error that needs a change of the application or of our code.</summary>
    /// <param name="Error">The error code, or null where it is no plain word.</param>
    public sealed record Refused(string? Error) : TokenOutcome;

    /// <summary>A success whose content is unusable.</summary>
    /// <param name="Field">What is wrong: the field, or <c>body</c>.</param>
    public sealed record Malformed(string Field) : TokenOutcome;

    /// <summary>Too many calls.</summary>
    /// <param name="RetryAt">Not before then.</param>
    public sealed record RateLimited(DateTimeOffset RetryAt) : TokenOutcome;

    /// <summary>No usable answer: down, too slow, cut off, or a web page in place of an answer.</summary>
    /// <param name="Reason">Why, without any text of the server.</param>
    public sealed record Unavailable(string Reason) : TokenOutcome;
}

/// <summary>What a revocation came to.</summary>
public abstract record RevokeOutcome
{
    private RevokeOutcome() { }

    /// <summary>The tokens are dead, now or already before.</summary>
    public sealed record Revoked : RevokeOutcome;

    /// <summary>They may still live.</summary>
    /// <param name="Reason">Why, without any text of the server.</param>
    public sealed record Failed(string Reason) : RevokeOutcome;
}
