using FitGlue.Core.Sources;

namespace FitGlue.Core;

/// <summary>A call to a foreign service that did not bring what was asked. The step runner turns each kind into the fate of its row.</summary>
/// <param name="message">Cause, whose move it is and the next step, for the person who reads it; never a body, header or token.</param>
public abstract class ServiceException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The service is down, slow or answered nonsense: try again later.</summary>
public sealed class UnavailableException(string message, Exception? inner = null) : ServiceException(message, inner);

/// <summary>The service asked us to wait. Costs no attempt.</summary>
public sealed class RateLimitedException(string message, DateTimeOffset retryAt, LimitScope scope = LimitScope.Application)
    : ServiceException(message)
{
    public DateTimeOffset RetryAt { get; } = retryAt;

    public LimitScope Scope { get; } = scope;

    /// <summary>The limit as the service stated it, where it did.</summary>
    public RequestLimit? Limit { get; init; }

    /// <summary>Our own budget said so, nothing was sent.</summary>
    public bool IsOurs { get; init; }
}

/// <summary>The access token is refused: refresh it once, then ask the person to reconnect.</summary>
/// <param name="missingScope">What to tell the person where the token works elsewhere: which permission this call needs.</param>
public sealed class UnauthorizedException(string message, string? missingScope = null) : ServiceException(message)
{
    public string? MissingScope { get; } = missingScope;
}

/// <summary>The grant is gone: only the person can bring it back.</summary>
public sealed class ReconnectRequiredException(string message, TroubleCode code = TroubleCode.GrantGone) : ServiceException(message)
{
    public TroubleCode Code { get; } = code;
}

/// <summary>The person did not grant what this needs, or no longer pays for it; the tokens are fine.</summary>
public sealed class LimitedException(string message, TroubleCode code = TroubleCode.MissingScope) : ServiceException(message)
{
    public TroubleCode Code { get; } = code;
}

/// <summary>Whoever runs this server has set something wrong (wrong portal, wrong secret); the tokens are kept.</summary>
public sealed class MisconfiguredException(string message, TroubleCode code = TroubleCode.Misconfigured) : ServiceException(message)
{
    public TroubleCode Code { get; } = code;
}

/// <summary>Why a connection does not work as it should; the same word on pages, in the API and in the log.</summary>
public enum TroubleCode
{
    /// <summary>The refresh token is no longer accepted: used, or run out.</summary>
    GrantGone,

    /// <summary>The person took the access back at the provider: it ended before its time.</summary>
    Revoked,

    /// <summary>The process ended between the answer to a refresh and its saving, and the old token is spent.</summary>
    RefreshLost,

    /// <summary>The keys that encrypted the tokens are not there.</summary>
    KeysLost,

    /// <summary>The application was made in another portal than the one set.</summary>
    WrongPortal,

    /// <summary>Another setting of the server is wrong.</summary>
    Misconfigured,

    MissingScope,
    Membership,
    AppOutdated,
}

/// <summary>The service refuses this one item and always will.</summary>
public sealed class RejectedException(string message) : ServiceException(message);
