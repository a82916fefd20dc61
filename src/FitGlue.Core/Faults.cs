namespace FitGlue.Core;

/// <summary>A call to a foreign service that did not bring what was asked. The step runner turns each kind into the fate of its row.</summary>
/// <param name="message">Cause, whose move it is and the next step, for the person who reads it; never a body, header or token.</param>
public abstract class ServiceException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The service is down, slow or answered nonsense: try again later.</summary>
public sealed class UnavailableException(string message, Exception? inner = null) : ServiceException(message, inner);

/// <summary>The service asked us to wait. Costs no attempt.</summary>
public sealed class RateLimitedException(string message, DateTimeOffset retryAt) : ServiceException(message)
{
    public DateTimeOffset RetryAt { get; } = retryAt;
}

/// <summary>The access token is refused: refresh it once, then ask the person to reconnect.</summary>
public sealed class UnauthorizedException(string message) : ServiceException(message);

/// <summary>The grant is gone: only the person can bring it back.</summary>
public sealed class ReconnectRequiredException(string message) : ServiceException(message);

/// <summary>The person did not grant what this needs, or no longer pays for it; the tokens are fine.</summary>
public sealed class LimitedException(string message) : ServiceException(message);

/// <summary>Whoever runs this server has set something wrong (wrong portal, wrong secret); the tokens are kept.</summary>
public sealed class MisconfiguredException(string message) : ServiceException(message);

/// <summary>The service refuses this one item and always will.</summary>
public sealed class RejectedException(string message) : ServiceException(message);
