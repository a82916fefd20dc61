namespace FitGlue.Oura;

/// <summary>A call that did not bring what was asked. Messages never hold a body, a header or a token.</summary>
/// <param name="message">What happened.</param>
/// <param name="status">HTTP status, or null where there was no answer.</param>
/// <param name="inner">The cause, if any.</param>
public abstract class OuraException(string message, int? status = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>HTTP status, or null where there was no answer.</summary>
    public int? Status { get; } = status;
}

/// <summary>
/// 401: the access token is expired or revoked – or, right after a refresh, a scope is missing. For subscriptions, 401 or 403: client id
/// and secret are refused.
/// </summary>
public sealed class OuraUnauthorizedException(int status) : OuraException($"Oura refused the credentials ({status}).", status);

/// <summary>403: the person did not grant the scope that this needs.</summary>
public sealed class OuraMissingScopeException(int status)
    : OuraException($"Oura does not allow this with the scopes granted ({status}).", status);

/// <summary>403, or 401 that says so: the person's Oura membership has lapsed.</summary>
public sealed class OuraMembershipException(int status) : OuraException($"The person's Oura membership has lapsed ({status}).", status);

/// <summary>426: the person's Oura app is too old.</summary>
public sealed class OuraAppOutdatedException() : OuraException("The person's Oura app is too old for this (426).", 426);

/// <summary>404 for something that must be there: the address is wrong.</summary>
public sealed class OuraNotFoundException(int status) : OuraException($"Oura knows no such address ({status}).", status);

/// <summary>400, 422 and the like: Oura does not understand or accept the request, and will not when it is repeated.</summary>
public sealed class OuraRejectedException(int status) : OuraException($"Oura rejected the request ({status}).", status);

/// <summary>429.</summary>
public sealed class OuraRateLimitedException(RateLimit rateLimit) : OuraException("Oura asked to wait (429).", 429)
{
    /// <summary>How long, and which limit.</summary>
    public RateLimit RateLimit { get; } = rateLimit;
}

/// <summary>Oura is down, slow, or answered something that is no answer.</summary>
public sealed class OuraUnavailableException : OuraException
{
    internal OuraUnavailableException(string message, int? status = null)
        : base(message, status) { }

    internal OuraUnavailableException(string message, Exception inner)
        : base(message, inner: inner) { }
}
